import type { UserRow } from '@orderline/db'
import { AppError } from '@orderline/runtime/errors'
import type { AuditService } from '../audit/audit-service.ts'
import type { ErrorCode } from '../http/error-codes.ts'
import type { RateLimits } from '../http/rate-limit.ts'
import { isPassword } from '../users/passwords.ts'

export type Credentials = { login: string; password: string; address: string }
export type FindUserDeps = {
  users: { findByLogin(login: string): Promise<UserRow | undefined> }
  rateLimits: RateLimits
  audit: AuditService
}

/**
 * Finds who has this login and password. All that is wrong looks the same from outside, also in time:
 * `session/wrong-credentials`. Too many wrong ones: `request/too-many`, whatever comes next.
 */
export async function findUser(credentials: Credentials, { users, rateLimits, audit }: FindUserDeps): Promise<UserRow> {
  const { login, password, address } = credentials
  // By login and address: a stranger who guesses locks out nobody but himself.
  const guesser = `${login}|${address}`
  await rateLimits.check('wrongPassword', guesser)
  const user = await users.findByLogin(login)
  const isRight = await isPassword(password, user?.active ? user.password_hash : undefined)
  if (user && isRight) {
    await rateLimits.forget('wrongPassword', guesser)
    return user
  }
  await rateLimits.consume('wrongPassword', guesser)
  await audit.record({
    userId: user?.id ?? null,
    action: 'login-failed',
    subject: 'session',
    subjectId: null,
    details: { login, address },
  })
  throw new AppError<ErrorCode>('session/wrong-credentials')
}
