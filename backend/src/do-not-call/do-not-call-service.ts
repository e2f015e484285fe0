import { transaction, type Database, type Knex } from '@orderline/db'
import type { DoNotCallView, Page } from '@orderline/domain/contract'
import { asOneLine } from '@orderline/domain/phone'
import type { Clock } from '@orderline/runtime/clock'
import { AppError } from '@orderline/runtime/errors'
import { createId } from '@orderline/runtime/ids'
import type { AuditService } from '../audit/audit-service.ts'
import { unknownClient } from '../callbacks/check-callback.ts'
import type { ErrorCode } from '../http/error-codes.ts'
import { invalidRequest } from '../http/validate.ts'
import { blockPending } from './block-pending.ts'
import type { DoNotCallListQuery } from './do-not-call-query.ts'
import { deleteEntry, findEntry, insertEntries, listEntries, type Entry } from './do-not-call-repository.ts'

export type DoNotCallServiceDeps = { db: Database; audit: AuditService; now: Clock }
export type DoNotCallService = ReturnType<typeof createDoNotCallService>

/** A wish or an order that a number is not called; `authorId` null: the shop or the customer by a key. */
export type Forbidding = {
  numbers: readonly string[]
  clientId: string | null
  source: DoNotCallView['source']
  note: string
  authorId: string | null
}

/** Numbers that nobody calls. A dial asks this list at its own moment; here what waits is told at once. */
export function createDoNotCallService({ db, audit, now }: DoNotCallServiceDeps) {
  async function forbidWithin(trx: Knex, forbidding: Forbidding): Promise<number> {
    const { numbers, clientId, source, note, authorId } = forbidding
    const lines = numbers.map(asOneLine)
    const at = now()
    const entry = { clientId, source, note, author_id: authorId, at }
    const added = await insertEntries(
      trx,
      lines.map((number) => ({ ...entry, id: createId(), number })),
    )
    await blockPending(trx, { numbers: lines, clientId, at })
    return added
  }

  async function require(db: Knex, by: { id: string } | Entry): Promise<DoNotCallView> {
    const view = await findEntry(db, by)
    if (!view) throw new AppError<ErrorCode>('do-not-call/not-found')
    return view
  }

  return {
    list: (query: DoNotCallListQuery): Promise<Page<DoNotCallView>> => listEntries(db, query),

    /** In a transaction of the caller; answers how many are new. */
    forbidWithin,

    /** One number; one that is on the list already stays as it is. Errors: `request/invalid` for a client that there is not. */
    add: (forbidding: Omit<Forbidding, 'numbers'> & { number: string }): Promise<DoNotCallView> =>
      transaction(db, async (trx) => {
        const { clientId, authorId } = forbidding
        const number = asOneLine(forbidding.number)
        await requireClient(trx, clientId)
        const added = await forbidWithin(trx, { ...forbidding, numbers: [number] })
        const view = await require(trx, { number, clientId })
        const fact = { subject: 'do-not-call', subjectId: view.id, details: { after: view } }
        if (added > 0) await audit.record({ userId: authorId, action: 'create', ...fact }, trx)
        return view
      }),

    /** The number may be called again; what was blocked before stays so. */
    remove: (id: string, actor: { userId: string }): Promise<void> =>
      transaction(db, async (trx) => {
        const before = await require(trx, { id })
        await deleteEntry(trx, id)
        const fact = { subject: 'do-not-call', subjectId: id, details: { before } }
        await audit.record({ userId: actor.userId, action: 'delete', ...fact }, trx)
      }),
  }
}

/** An entry carries its client's id, or that it is for all: no foreign key can look after it. */
async function requireClient(trx: Knex, clientId: string | null): Promise<void> {
  if (clientId === null || (await trx('clients').where({ id: clientId }).first('id'))) return
  throw invalidRequest([unknownClient])
}
