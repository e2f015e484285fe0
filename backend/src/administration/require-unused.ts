import type { Knex } from '@orderline/db'
import { AppError } from '@orderline/runtime/errors'
import type { ErrorCode } from '../http/error-codes.ts'
import type { AdministeredNoun } from './administered-service.ts'
import { describeUses, findReferences } from './find-uses.ts'

type Used = Pick<AdministeredNoun<never, never>, 'table' | 'findUses' | 'canBeInactive'>

/** Refuses the deletion of a row that others need, and says who they are. */
export async function requireUnused(noun: Used, id: string, trx: Knex): Promise<void> {
  const own = (await noun.findUses?.(id, trx)) ?? []
  const usedBy = [...own, ...(await findReferences(trx, noun.table, id))].filter(({ count }) => count > 0)
  if (usedBy.length === 0) return
  const code: ErrorCode = noun.canBeInactive ? 'resource/has-history' : 'resource/in-use'
  throw new AppError<ErrorCode>(code, { usedBy, detail: describeUses(usedBy) })
}
