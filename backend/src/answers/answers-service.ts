import { transaction, type AnswersRow, type Database } from '@orderline/db'
import type { AnswersPatched, AnswersView, OrderView, QuestionnairePurpose } from '@orderline/domain/contract'
import { prefill, type PrefillSource, type Values } from '@orderline/domain/questionnaire'
import { AppError } from '@orderline/runtime/errors'
import type { ErrorCode } from '../http/error-codes.ts'
import type { Session } from '../http/http-types.ts'
import { invalidRequest } from '../http/validate.ts'
import { findOrder } from '../orders/order-repository.ts'
import type { OrderService } from '../orders/order-service.ts'
import type { BuiltQuestionnaire, QuestionnaireService } from '../questionnaires/questionnaire-service.ts'
import type { Outbox } from '../webhooks/outbox.ts'
import { mayEdit, type AgentMayEdit } from './answers-policy.ts'
import { presentAnswers } from './answers-presenter.ts'
import {
  findAnswers,
  findAnswersOf,
  findConsent,
  insertAnswers,
  lockAnswers,
  mergeValues,
  type AnswersSubject,
} from './answers-repository.ts'
import { completeWithin } from './complete-answers.ts'

export type AnswersService = ReturnType<typeof createAnswersService>

export type AnswersServiceDeps = {
  db: Database
  questionnaires: QuestionnaireService
  orders: OrderService
  outbox: Outbox
  now: () => number
  agentMayEdit: AgentMayEdit
  /** The call that an agent is in or wraps up, to note where an order was confirmed. */
  callOf: (agentId: string) => string | null
  /** Told, after each save, which share of the questions shown has an answer (0 to 1). Must not throw. */
  onProgress?: (agentId: string, share: number) => void
}

export type ContactOfAnswers = {
  clientId: string
  customerId: string | null
  orderId: string | null
  callId: string
  purpose: QuestionnairePurpose
  /** A campaign's own; null is the client's for this purpose. */
  questionnaireId: string | null
  /** The call began just now, in this process. */
  isNewCall?: boolean
  /** The customer was made just now, for this call. */
  isNewCustomer?: boolean
}

/** Fillings of questionnaires: begun with the first card, saved field by field, resumed by whoever comes next. */
export function createAnswersService({
  db,
  questionnaires,
  orders,
  outbox,
  now,
  agentMayEdit,
  callOf,
  onProgress,
}: AnswersServiceDeps) {
  /** A filling that this person may write in. */
  async function require(id: string, session: Session): Promise<AnswersRow> {
    const row = await findAnswers(db, id)
    if (!row) throw new AppError<ErrorCode>('answers/not-found', { id })
    const contact = { callId: row.call_id, orderId: row.order_id }
    if (!(await mayEdit(session, contact, agentMayEdit))) throw new AppError<ErrorCode>('answers/not-yours', { id })
    return row
  }

  async function questionnaireOf(row: AnswersRow): Promise<BuiltQuestionnaire> {
    const questionnaire = await questionnaires.load(row.questionnaire_id)
    if (!questionnaire) throw new AppError<ErrorCode>('questionnaire/not-found', { id: row.questionnaire_id })
    return questionnaire
  }

  const begin = createBegin({ db, questionnaires, now })

  return {
    /** CC-25: the filling of this contact; the first time it is begun, prefilled. null: the client has no form for it. */
    async open(contact: ContactOfAnswers, loadKnown: () => Promise<PrefillSource>): Promise<AnswersView | null> {
      const subject = subjectOf(contact)
      const begun = mayHaveBegun(contact) ? findAnswersOf(db, subject) : undefined
      const [found, consent] = await Promise.all([begun, findConsent(db, contact)])
      const row = found ?? (await begin(contact, subject, await loadKnown()))
      return row ? presentAnswers(row, await questionnaireOf(row), { consent }) : null
    },

    /**
     * Saves the fields that changed. Errors: `answers/not-found`, `answers/not-yours`, `answers/completed`,
     * `request/invalid` with a pointer for each field that is none of the form's or of the wrong kind.
     */
    async patch(id: string, values: Values, session: Session): Promise<AnswersPatched> {
      const row = await require(id, session)
      const { rules } = await questionnaireOf(row)
      const problems = rules.cleanAnswers(values)
      if (problems.length > 0) throw invalidRequest(problems)
      const saved = await transaction(db, async (trx) => {
        const saved = await mergeValues(trx, id, { values, now: now() })
        if (!saved) throw new AppError<ErrorCode>('answers/completed', { id })
        const after = await findAnswers(trx, id)
        return { revision: after?.revision ?? 0, values: after?.values ?? {} }
      })
      // Questions that need consent are left out: who agreed is another query, and this is only an estimate.
      onProgress?.(session.userId, rules.shareAnswered({ values: saved.values, variables: { consent: false } }))
      return saved
    },

    /**
     * CC-44: validates everything and ends the filling; an order's confirms the order in the same transaction. What
     * is complete already stays so: a repeated request gets the same answer.
     */
    async complete(id: string, session: Session): Promise<{ order?: OrderView }> {
      const { order_id: orderId, ...row } = await require(id, session)
      const questionnaire = await questionnaireOf({ order_id: orderId, ...row })
      const agent = { id: session.userId, locale: session.locale, callId: callOf(session.userId) }
      const ids = await transaction(db, async (trx) => {
        const answers = await lockAnswers(trx, id)
        if (!answers || answers.completed_at) return []
        return outbox.write(trx, await completeWithin(trx, { answers, questionnaire, orders, agent, now: now() }))
      })
      outbox.deliverSoon(ids)
      const order = orderId && questionnaire.view.purpose === 'order' ? await findOrder(db, orderId) : undefined
      return order ? { order } : {}
    },
  }
}

/** Nobody can have written in a call that is new. Were it not, `begin` would find what was written. */
function mayHaveBegun({ orderId, isNewCall = false }: ContactOfAnswers): boolean {
  return orderId !== null || !isNewCall
}

/** One filling for an order through all its calls; without an order, one for the call. */
function subjectOf({ orderId, callId }: ContactOfAnswers): AnswersSubject {
  return orderId === null ? { orderId: null, callId } : { orderId, callId: null }
}

/** Begins a filling, prefilled with what is known; undefined where the client has no form. */
function createBegin({ db, questionnaires, now }: Pick<AnswersServiceDeps, 'db' | 'questionnaires' | 'now'>) {
  return async (contact: ContactOfAnswers, subject: AnswersSubject, known: PrefillSource) => {
    const { clientId, customerId, questionnaireId: wanted } = contact
    const own = wanted === null ? undefined : await questionnaires.load(wanted)
    const questionnaire = own ?? (await questionnaires.loadPublished(clientId, contact.purpose))
    if (!questionnaire) return undefined
    const values = prefill(questionnaire.rules, known)
    const questionnaireId = questionnaire.view.id
    await insertAnswers(db, { questionnaireId, clientId, customerId, subject, values, now: now() })
    return findAnswersOf(db, subject)
  }
}
