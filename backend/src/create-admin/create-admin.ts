import { isDuplicateKey, isSchemaMissing, transaction, type Database } from '@orderline/db'
import { userInputSchema, type UserInput } from '@orderline/domain/contract'
import type { Clock } from '@orderline/runtime/clock'
import { createId } from '@orderline/runtime/ids'
import { createAuditService } from '../audit/audit-service.ts'
import { toFieldProblems } from '../http/validate.ts'
import { hashPassword } from '../users/passwords.ts'
import { createUsersRepository } from '../users/users-repository.ts'

export type CreateAdminDeps = { db: Database; now: Clock }
export type AdminInput = Record<'login' | 'name' | 'password', string>

/**
 * Makes an administrator in a centre where nobody may make one yet. The audit says that no person of the centre did it.
 * Answers the id; rejects with an error whose message tells the one at the terminal what to do.
 */
export async function createAdmin({ db, now }: CreateAdminDeps, input: AdminInput): Promise<string> {
  const { password, ...user } = check(input)
  const id = createId()
  const passwordHash = await hashPassword(password)
  await transaction(db, async (trx) => {
    await createUsersRepository({ db, now }).insert(id, { ...user, passwordHash }, trx)
    const fact = { userId: null, action: 'create', subject: 'user', subjectId: id, details: { after: user } }
    await createAuditService({ db, now }).record(fact, trx)
  }).catch((error: unknown) => explain(error, user.login))
  return id
}

function check(input: AdminInput): UserInput & { password: string } {
  const parsed = userInputSchema.safeParse({ ...input, role: 'admin' })
  if (parsed.success) return { ...parsed.data, password: input.password }
  const problems = toFieldProblems(parsed.error).map(({ pointer, detail }) => `  ${pointer.slice(1)}: ${detail}`)
  throw new Error(`That cannot be an administrator:\n${problems.join('\n')}`)
}

function explain(error: unknown, login: string): never {
  if (isDuplicateKey(error)) throw new Error(`There is a user ${login} already; choose another login.`)
  if (isSchemaMissing(error)) {
    throw new Error('The database has no tables yet. Run node db/dist/migrate.js (or start Orderline once) before.')
  }
  throw error
}
