import type { Page, UserInput, UserView } from '@orderline/domain/contract'
import { systemClock, type Clock } from '@orderline/runtime/clock'
import { AppError } from '@orderline/runtime/errors'
import { createAdministeredService, type Actor, type AdministeredDeps } from '../administration/administered-service.ts'
import type { ErrorCode } from '../http/error-codes.ts'
import { createUserCheck } from './check-user.ts'
import { hashPassword } from './passwords.ts'
import type { UserListQuery } from './users-query.ts'
import { createUsersRepository, type UserRecord } from './users-repository.ts'

export type UsersService = ReturnType<typeof createUsersService>
export type UsersServiceDeps = AdministeredDeps & {
  /** Logs a user out everywhere, after a change of what the user may do. */
  endSessions: (userId: string) => Promise<void>
  now?: Clock
}

/** People who log in. One with history is made inactive instead of deleted; the last administrator stays one. */
export function createUsersService({ endSessions, now = systemClock, ...deps }: UsersServiceDeps) {
  const repository = createUsersRepository({ db: deps.db, now })
  const administered = createAdministeredService<UserRecord, UserView>(
    {
      subject: 'user',
      table: 'users',
      notFound: 'user/not-found',
      repository: { ...repository, insert: (id, user, trx) => repository.insert(id, withPassword(user), trx) },
      fieldOfKey: { users_login_unique: '/login', users_client_id_foreign: '/clientId' },
      check: createUserCheck(repository),
      checkRemoval(id, actor) {
        if (id === actor.userId) throw new AppError<ErrorCode>('user/is-self')
      },
      canBeInactive: true,
      findUses: repository.findTraces,
    },
    deps,
  )

  return {
    list: (query: UserListQuery): Promise<Page<UserView>> => repository.findPage(query),
    get: administered.get,

    async create(input: UserInput, actor: Actor): Promise<UserView> {
      return administered.create(await toRecord(input), actor)
    },

    async update(
      id: string,
      input: UserInput,
      how: { actor: Actor; ifVersion?: string | undefined },
    ): Promise<UserView> {
      const before = await administered.get(id)
      const after = await administered.update(id, await toRecord(input), how)
      if (input.password !== undefined) await noteNewPassword(id, how.actor)
      if (input.password !== undefined || mayDoOther(before, after)) await endSessions(id)
      return after
    },

    async remove(id: string, actor: Actor): Promise<void> {
      await administered.remove(id, actor)
      await endSessions(id)
    },
  }

  async function noteNewPassword(id: string, actor: Actor): Promise<void> {
    await deps.audit.record({
      userId: actor.userId,
      action: 'set-password',
      subject: 'user',
      subjectId: id,
      details: {},
    })
  }
}

async function toRecord({ password, ...user }: UserInput): Promise<UserRecord> {
  return { ...user, passwordHash: password === undefined ? undefined : await hashPassword(password) }
}

function withPassword(user: UserRecord): UserRecord & { passwordHash: string } {
  if (user.passwordHash === undefined) throw new Error('a new user without a password passed the check')
  return { ...user, passwordHash: user.passwordHash }
}

/** What a session has copied from the user. */
function mayDoOther(before: UserView, after: UserView): boolean {
  const rights = ({ login, name, role, clientId, audioMode, active }: UserView) => ({
    login,
    name,
    role,
    clientId,
    audioMode,
    active,
  })
  return JSON.stringify(rights(before)) !== JSON.stringify(rights(after))
}
