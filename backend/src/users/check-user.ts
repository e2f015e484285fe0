import type { FieldProblem, UserView } from '@orderline/domain/contract'
import { AppError } from '@orderline/runtime/errors'
import type { Knex } from '@orderline/db'
import type { Actor } from '../administration/administered-service.ts'
import type { ErrorCode } from '../http/error-codes.ts'
import { unknownSkills } from '../skills/unknown-skills.ts'
import type { UserRecord } from './users-repository.ts'

type Context = { trx: Knex; before: UserView | undefined; actor: Actor }
type Admins = { countOtherAdmins(id: string, trx: Knex): Promise<number> }

/** The rules of a user that are more than the shape of one field. */
export function createUserCheck(admins: Admins) {
  return async (user: UserRecord, { trx, before, actor }: Context): Promise<FieldProblem[]> => {
    if (before && losesAdmin(before, user)) await requireAnotherAdmin(before.id, { trx, actor })
    const skillIds = user.skills.map((skill) => skill.skillId)
    return unknownSkills(trx, '/skills', skillIds)
  }

  async function requireAnotherAdmin(id: string, { trx, actor }: { trx: Knex; actor: Actor }): Promise<void> {
    if (id === actor.userId) throw new AppError<ErrorCode>('user/is-self')
    const others = await admins.countOtherAdmins(id, trx)
    if (others === 0) throw new AppError<ErrorCode>('user/last-admin')
  }
}

function losesAdmin(before: UserView, user: UserRecord): boolean {
  return before.role === 'admin' && before.active && (user.role !== 'admin' || !user.active)
}
