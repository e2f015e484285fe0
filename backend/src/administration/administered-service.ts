import {
  type Database,
  isDuplicateKey,
  isReferenceMissing,
  isStillReferenced,
  type Knex,
  transaction,
} from '@orderline/db'
import type { FieldProblem, Page, PageQuery, RecordUse } from '@orderline/domain/contract'
import { AppError, toError } from '@orderline/runtime/errors'
import { createId } from '@orderline/runtime/ids'
import type { AuditService } from '../audit/audit-service.ts'
import type { ConfigPublisher } from '../config-cache/config-publisher.ts'
import type { ErrorCode } from '../http/error-codes.ts'
import { versionOf } from '../http/entity-tag.ts'
import { invalidRequest } from '../http/validate.ts'
import { changesBetween } from './changes-between.ts'
import { lockRow } from './lock-row.ts'
import { requireUnused } from './require-unused.ts'

export type Actor = { userId: string }

export type AdministeredRepository<Input, View> = {
  findPage(query: PageQuery): Promise<Page<View>>
  find(id: string, trx?: Knex): Promise<View | undefined>
  insert(id: string, input: Input, trx: Knex): Promise<void>
  update(id: string, input: Input, trx: Knex): Promise<void>
  delete(id: string, trx: Knex): Promise<void>
}

export type AdministeredNoun<Input, View> = {
  /** As the audit names it. */
  subject: 'user' | 'skill' | 'queue' | 'did' | 'client'
  /** A row of it stays while others refer to it. */
  table: 'users' | 'skills' | 'queues' | 'dids' | 'clients'
  notFound: ErrorCode
  repository: AdministeredRepository<Input, View>
  /** Keys and foreign keys of the table, and the field that each is about: `skills_code_unique` → `/code`. */
  fieldOfKey: Record<string, string>
  /** Rules that need the database or the row that is there now. */
  check?(input: Input, context: { trx: Knex; before: View | undefined; actor: Actor }): Promise<FieldProblem[]>
  /** Uses that no foreign key knows of. */
  findUses?(id: string, trx: Knex): Promise<RecordUse[]>
  /** Throws where this person may not delete this row. */
  checkRemoval?(id: string, actor: Actor): void
  /** A row with uses can be made inactive instead of deleted. */
  canBeInactive?: true
}

export type AdministeredDeps = { db: Database; audit: AuditService; config: ConfigPublisher }
export type AdministeredService<Input, View> = ReturnType<
  typeof createAdministeredService<Input, View & { id: string }>
>

/**
 * Keeps one noun of the configuration. Each change is one transaction with its audit entry; after it all processes
 * are told. What breaks a rule of the table is answered with a pointer to the field.
 */
export function createAdministeredService<Input, View extends { id: string }>(
  noun: AdministeredNoun<Input, View>,
  { db, audit, config }: AdministeredDeps,
) {
  const { repository, subject } = noun
  const missing = (id: string) => new AppError<ErrorCode>(noun.notFound, { id })

  async function require(id: string, trx?: Knex): Promise<View> {
    const view = await repository.find(id, trx)
    if (!view) throw missing(id)
    return view
  }

  async function change<T>(work: (trx: Knex.Transaction) => Promise<T>): Promise<T> {
    const result = await transaction(db, work).catch((error: unknown) => explain(error, noun.fieldOfKey))
    await config.configChanged()
    return result
  }

  async function checkInput(input: Input, context: { trx: Knex; before: View | undefined; actor: Actor }) {
    const problems = (await noun.check?.(input, context)) ?? []
    if (problems.length > 0) throw invalidRequest(problems)
  }

  return {
    list: (query: PageQuery) => repository.findPage(query),
    get: (id: string) => require(id),

    create: (input: Input, actor: Actor): Promise<View> =>
      change(async (trx) => {
        await checkInput(input, { trx, before: undefined, actor })
        const id = createId()
        await repository.insert(id, input, trx)
        const after = await require(id, trx)
        await audit.record({ userId: actor.userId, action: 'create', subject, subjectId: id, details: { after } }, trx)
        return after
      }),

    /** `ifVersion` is what `versionOf` said of the row that the person saw; another one is refused. */
    update: (
      id: string,
      input: Input,
      { actor, ifVersion }: { actor: Actor; ifVersion?: string | undefined },
    ): Promise<View> =>
      change(async (trx) => {
        await lockRow(trx, noun.table, id)
        const before = await require(id, trx)
        if (ifVersion !== undefined && ifVersion !== versionOf(before))
          throw new AppError<ErrorCode>('resource/changed')
        await checkInput(input, { trx, before, actor })
        await repository.update(id, input, trx)
        const after = await require(id, trx)
        const details = changesBetween(before, after)
        await audit.record({ userId: actor.userId, action: 'update', subject, subjectId: id, details }, trx)
        return after
      }),

    remove: (id: string, actor: Actor): Promise<void> =>
      change(async (trx) => {
        const before = await require(id, trx)
        noun.checkRemoval?.(id, actor)
        await requireUnused(noun, id, trx)
        await repository.delete(id, trx)
        await audit.record({ userId: actor.userId, action: 'delete', subject, subjectId: id, details: { before } }, trx)
      }),
  }
}

/** Turns what the database refused into what the caller can act on. */
function explain(error: unknown, fieldOfKey: Record<string, string>): never {
  if (isStillReferenced(error)) {
    throw new AppError<ErrorCode>('resource/in-use', { detail: 'Other records point to it.' }, { cause: error })
  }
  const key = Object.keys(fieldOfKey).find((name) => toError(error).message.includes(name))
  const pointer = key === undefined ? undefined : fieldOfKey[key]
  if (pointer === undefined) throw error
  if (isDuplicateKey(error)) {
    const errors = [{ pointer, code: 'taken', detail: 'already in use' }]
    throw new AppError<ErrorCode>('resource/taken', { errors }, { cause: error })
  }
  if (isReferenceMissing(error)) throw invalidRequest([{ pointer, code: 'unknown', detail: 'there is no such record' }])
  throw error
}
