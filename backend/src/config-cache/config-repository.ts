import type {
  CampaignView,
  ClientView,
  DidView,
  Locale,
  QuestionnairePurpose,
  QueueView,
  Role,
  SkillView,
} from '@orderline/domain/contract'
import { readCampaign, type Database } from '@orderline/db'
import { toClientView, toDidView, toQueueView } from './config-views.ts'

/** What the call path knows of a user. `skills`: skill id → level. */
export type AgentProfile = {
  id: string
  login: string
  name: string
  role: Role
  locale: Locale
  audioMode: 'ring' | 'persistent'
  skills: Record<string, number>
}

/** Which version of a client's questionnaire is current. Its model is read when it is first needed: it may be large. */
export type PublishedQuestionnaire = { id: string; clientId: string; purpose: QuestionnairePurpose }

export type Configuration = {
  clients: ClientView[]
  queues: QueueView[]
  dids: DidView[]
  skills: SkillView[]
  /** Those that are not over. */
  campaigns: CampaignView[]
  questionnaires: PublishedQuestionnaire[]
  /** Active users only. */
  users: AgentProfile[]
}

/** Reads the whole configuration: it is small and changes seldom. */
export function createConfigRepository({ db }: { db: Database }) {
  return {
    async read(): Promise<Configuration> {
      const [clients, queues, dids, skills, campaigns, questionnaires, users, userSkills] = await Promise.all([
        db('clients').select(),
        db('queues').select(),
        db('dids').select(),
        db('skills').select(),
        db('campaigns').whereNotIn('status', ['stopped', 'finished']).select(),
        db('questionnaires').where({ status: 'published' }).select('id', 'client_id', 'purpose'),
        db('users').where({ active: true }).select('id', 'login', 'name', 'role', 'locale', 'audio_mode'),
        db('user_skills').select(),
      ])
      const levels = new Map<string, Record<string, number>>()
      for (const { user_id, skill_id, level } of userSkills) {
        levels.set(user_id, { ...levels.get(user_id), [skill_id]: level })
      }
      return {
        clients: clients.map(toClientView),
        queues: queues.map(toQueueView),
        dids: dids.map(toDidView),
        skills,
        campaigns: campaigns.map(readCampaign),
        questionnaires: questionnaires.map(({ client_id: clientId, ...one }) => ({ ...one, clientId })),
        users: users.map(({ audio_mode, ...user }) => ({
          ...user,
          audioMode: audio_mode,
          skills: levels.get(user.id) ?? {},
        })),
      }
    },
  }
}
