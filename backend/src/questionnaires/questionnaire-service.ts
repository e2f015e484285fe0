import { isDuplicateKey, isReferenceMissing, transaction, type Database, type Knex } from '@orderline/db'
import type { Page, QuestionnaireInput, QuestionnairePurpose, QuestionnaireView } from '@orderline/domain/contract'
import { checkModel, createQuestionnaire, type Questionnaire } from '@orderline/domain/questionnaire'
import { AppError } from '@orderline/runtime/errors'
import { lockRow } from '../administration/lock-row.ts'
import type { ConfigPublisher } from '../config-cache/config-publisher.ts'
import { versionOf } from '../http/entity-tag.ts'
import type { ErrorCode } from '../http/error-codes.ts'
import { invalidRequest } from '../http/validate.ts'
import type { PageOf } from '../orders/order-repository.ts'
import {
  deleteDraft,
  findQuestionnaire,
  insertDraft,
  listQuestionnaires,
  publishDraft,
  updateDraft,
  type QuestionnaireFilter,
} from './questionnaire-repository.ts'

export type QuestionnaireService = ReturnType<typeof createQuestionnaireService>

/** A version with its rules, built once. */
export type BuiltQuestionnaire = { view: QuestionnaireView; rules: Questionnaire }

export type QuestionnaireServiceDeps = {
  db: Database
  /** Which version is current is asked for each card, so it is kept in memory. */
  config: ConfigPublisher & { publishedQuestionnaireId: FindPublishedId }
  now: () => number
}
type FindPublishedId = (
  clientId: string,
  purpose: QuestionnairePurpose,
) => string | undefined | Promise<string | undefined>

const mostBuilt = 500

/** draft → published → retired. What is published never changes, so its built rules are kept. */
export function createQuestionnaireService({ db, config, now }: QuestionnaireServiceDeps) {
  const { built, build } = createBuiltCache()

  async function get(id: string, trx: Knex = db): Promise<QuestionnaireView> {
    const view = await findQuestionnaire(trx, id)
    if (!view) throw new AppError<ErrorCode>('questionnaire/not-found', { id })
    return view
  }

  /** A version with its rules; undefined when there is none. */
  async function load(id: string): Promise<BuiltQuestionnaire | undefined> {
    const known = built.get(id)
    if (known) return known
    const view = await findQuestionnaire(db, id)
    return view && build(view)
  }

  return {
    get: (id: string) => get(id),
    list: (filter: QuestionnaireFilter, page: PageOf): Promise<Page<QuestionnaireView>> =>
      listQuestionnaires(db, filter, page),

    /** A new draft. Errors: `request/invalid` for a model that we could not draw or check, or an unknown client. */
    async create(input: QuestionnaireInput): Promise<QuestionnaireView> {
      requireSound(input.model)
      try {
        return await get(await transaction(db, (trx) => insertDraft(trx, input, now())))
      } catch (error) {
        if (isDuplicateKey(error)) throw new AppError<ErrorCode>('resource/taken', {}, { cause: error })
        if (!isReferenceMissing(error)) throw error
        throw invalidRequest([{ pointer: '/clientId', code: 'not-found', detail: 'no such client' }])
      }
    },

    /** Changes a draft's title and model. Errors: `questionnaire/not-draft`; `resource/changed`, as `If-Match` says. */
    async update(id: string, input: QuestionnaireInput, ifVersion?: string): Promise<QuestionnaireView> {
      requireSound(input.model)
      await transaction(db, async (trx) => {
        await lockRow(trx, 'questionnaires', id)
        const draft = requireDraft(await get(id, trx))
        requireVersion(draft, ifVersion)
        requireSameUse(draft, input)
        await updateDraft(trx, id, input)
      })
      return get(id)
    },

    async remove(id: string): Promise<void> {
      requireDraft(await get(id))
      await deleteDraft(db, id)
    },

    /** What is published is what was seen. Errors: `questionnaire/not-draft`; `resource/changed`, as `If-Match` says. */
    async publish(id: string, ifVersion?: string): Promise<QuestionnaireView> {
      await transaction(db, async (trx) => {
        await lockRow(trx, 'questionnaires', id)
        const draft = requireDraft(await get(id, trx))
        requireVersion(draft, ifVersion)
        requireSound(draft.model)
        await publishDraft(trx, draft, now())
      })
      await config.configChanged()
      return get(id)
    },

    load,

    /** The current version of a client and purpose. */
    async loadPublished(clientId: string, purpose: QuestionnairePurpose): Promise<BuiltQuestionnaire | undefined> {
      const id = await config.publishedQuestionnaireId(clientId, purpose)
      return id === undefined ? undefined : load(id)
    },
  }
}

function createBuiltCache() {
  const built = new Map<string, BuiltQuestionnaire>()

  function build(view: QuestionnaireView): BuiltQuestionnaire {
    const known = built.get(view.id)
    if (known) return known
    const questionnaire = { view, rules: createQuestionnaire(view.model) }
    if (view.status === 'draft') return questionnaire
    // Oldest out: a Map keeps the order of insertion.
    const [oldest] = built.keys()
    if (built.size >= mostBuilt && oldest !== undefined) built.delete(oldest)
    built.set(view.id, questionnaire)
    return questionnaire
  }

  return { built, build }
}

function requireSound(model: unknown): void {
  const problems = checkModel(model)
  if (problems.length > 0) throw invalidRequest(problems)
}

function requireSameUse(draft: QuestionnaireView, { clientId, purpose }: QuestionnaireInput): void {
  if (draft.clientId === clientId && draft.purpose === purpose) return
  throw invalidRequest([{ pointer: '/clientId', code: 'fixed', detail: 'client and purpose of a version stay' }])
}

function requireVersion(draft: QuestionnaireView, ifVersion: string | undefined): void {
  if (ifVersion !== undefined && ifVersion !== versionOf(draft)) throw new AppError<ErrorCode>('resource/changed')
}

function requireDraft(view: QuestionnaireView): QuestionnaireView {
  if (view.status !== 'draft') throw new AppError<ErrorCode>('questionnaire/not-draft', { id: view.id })
  return view
}
