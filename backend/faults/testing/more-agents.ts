import type { UserView } from '@orderline/domain/contract'
import { bringAgentToWork, type AgentAtWork } from './agent-at-work.ts'
import type { FaultCentre } from './fault-centre.ts'

/** Agents beside those of the demo, with one skill and an open line, at work. */
export async function hireAgents(centre: FaultCentre, count: number, skillCode: string): Promise<AgentAtWork[]> {
  const admin = await centre.logIn('admin')
  const skill = await centre.db('skills').where({ code: skillCode }).first('id')
  const hired: AgentAtWork[] = []
  for (let place = 1; place <= count; place += 1) {
    const login = `hired-${place}`
    const password = `password of ${login}`
    const work = { role: 'agent', audioMode: 'persistent', skills: [{ skillId: skill?.id, level: 3 }] }
    await admin.post<UserView>('/api/admin/users', { login, password, name: login, ...work })
    centre.users[login] = { login, password }
    hired.push(await bringAgentToWork(centre, login))
  }
  return hired
}
