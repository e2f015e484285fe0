import type {
  CallDetailView,
  CallListQuery,
  CallRecordView,
  MissedCallView,
  Page,
  PageQuery,
} from '@orderline/domain/contract'
import type { Clock } from '@orderline/runtime/clock'
import { AppError } from '@orderline/runtime/errors'
import { seesWholeNumbers } from '../customers/customer-policy.ts'
import type { ErrorCode } from '../http/error-codes.ts'
import type { Session } from '../http/http-types.ts'
import type { MissedCallDue } from '../missed-calls/missed-call-due.ts'
import { isSeen, type ClientSight } from '../sight/client-sight.ts'
import { sightOf } from './records-policy.ts'
import { presentCall, presentCallDetail, presentMissedCall, routingDecisions } from './records-presenter.ts'
import type { CallWithNames, RecordsRepository } from './records-repository.ts'

export type RecordsServiceDeps = {
  records: RecordsRepository
  sight: ClientSight
  missedCallDue: MissedCallDue
  now: Clock
}
/** For so long a missed call that was answered with a promise stays on the list; the list of callbacks has it longer. */
const shownPromiseMs = 24 * 3_600_000

export type RecordsService = ReturnType<typeof createRecordsService>

/** Call records as the one who asks may see them. A call of somebody else's does not exist: `call/not-found`. */
export function createRecordsService({ records, sight, missedCallDue, now }: RecordsServiceDeps) {
  async function find(id: string, session: Session): Promise<CallWithNames> {
    const row = await records.find(id)
    if (!row || !(await maySee(row, session))) throw new AppError<ErrorCode>('call/not-found', { callId: id })
    return row
  }

  /** An agent sees the own calls, and the missed ones of the clients served: whoever serves them may call back. */
  async function maySee(row: CallWithNames, session: Session): Promise<boolean> {
    if (session.role === 'agent' && row.agent_id === session.userId) return true
    if (session.role === 'agent' && row.status !== 'missed') return false
    return isSeen(await sight(session), row.client_id)
  }

  const present = (row: CallWithNames, session: Session) =>
    presentMissedCall(row, { dueAt: missedCallDue, isMasked: isMasked(session) })
  const isMasked = (session: Session) => !seesWholeNumbers(session)

  return {
    /** The row itself, for those who need its files. */
    find,

    async list(query: CallListQuery, session: Session): Promise<Page<CallRecordView>> {
      const page = await records.list(query, sightOf(session, await sight(session)))
      return { ...page, items: page.items.map((row) => presentCall(row, isMasked(session))) }
    },

    async detail(id: string, session: Session): Promise<CallDetailView> {
      const row = await find(id, session)
      const events = await records.findEvents(id)
      const decisions = routingDecisions(events)
      const agentIds = decisions.flatMap(({ chosenAgentId, considered }) => [
        ...(chosenAgentId === null ? [] : [chosenAgentId]),
        ...considered.map(({ agentId }) => agentId),
      ])
      const names = await records.findNames([...new Set(agentIds)])
      return presentCallDetail({ row, events, names }, isMasked(session))
    },

    async listMissed(query: PageQuery, session: Session): Promise<Page<MissedCallView>> {
      const promisedSince = now() - shownPromiseMs
      const page = await records.listMissed(query, { seenClients: await sight(session), promisedSince })
      return { ...page, items: page.items.map((row) => present(row, session)) }
    },

    /** A second time, or by a second person, changes nothing. Errors: `call/not-found`, `call/wrong-state`. */
    async markHandled(id: string, session: Session): Promise<MissedCallView> {
      await find(id, session)
      await records.markHandled(id, { by: session.userId, at: now() })
      const row = await find(id, session)
      if (row.status !== 'missed')
        throw new AppError<ErrorCode>('call/wrong-state', { detail: 'The call was not missed.' })
      return present(row, session)
    },
  }
}
