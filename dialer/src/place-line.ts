import { callerNumber } from '@orderline/domain/campaign'
import { usualMachineSampleOneIn, type DialOrder, type InFlight } from '@orderline/domain/contract'
import { samplesMachine } from '@orderline/domain/dialing'
import type { Claims } from '@orderline/runtime/claims'
import type { Clock } from '@orderline/runtime/clock'
import type { DialOrders } from './dial-orders.ts'
import type { Directory } from './directory-repository.ts'
import type { Candidate } from './hopper.ts'

/** A dial order that no backend took in this time is given back: by then agents have other work. */
const dialOrderLifeMs = 10_000

export type PlaceLineDeps = {
  inFlight: Claims<InFlight>
  dialOrders: DialOrders
  /** Asked before each line: a dialer that lost its lease in mid-round places nothing more. */
  isLeader: () => boolean
  createId: () => string
  /** 0 to 1, without 1. */
  random: () => number
  now: Clock
  /** For calls of no campaign. */
  ringSeconds: number
}

export type Line = { candidate: Candidate; agentId: string | null; because: string; directory: Directory }
export type PlaceLine = ReturnType<typeof createPlaceLine>

/** Claims an order or record and puts its dial order on the queue. Undefined: it was somebody else's. */
export function createPlaceLine(deps: PlaceLineDeps) {
  return async (line: Line): Promise<InFlight | undefined> => {
    if (!deps.isLeader()) return undefined
    const order = dialOrder(line, deps)
    const { attemptId, campaignId, queueId, mode, number } = order
    const claim = { attemptId, campaignId, queueId, mode, number, placedAt: deps.now() }
    if (!(await deps.inFlight.claim(order.subject.id, claim))) return undefined
    await deps.dialOrders.place(order)
    return claim
  }
}

function dialOrder({ candidate, agentId, because, directory }: Line, deps: PlaceLineDeps): DialOrder {
  const { due, campaign, client, queueId, mode, allowedBecause } = candidate
  const settings = campaign?.settings
  return {
    attemptId: deps.createId(),
    subject: due.subject,
    campaignId: campaign?.id ?? null,
    mode,
    clientId: client.id,
    queueId,
    customerId: due.customerId,
    orderId: due.orderId,
    number: due.number,
    callerNumber: shownNumber(candidate),
    agentId,
    questionnaireId: settings?.questionnaireId ?? null,
    preview: mode === 'preview' ? (settings?.preview ?? null) : null,
    agentless: mode === 'agentless' ? (settings?.agentless ?? null) : null,
    ...detection(candidate, deps),
    requiredSkills: campaign?.requiredSkills ?? directory.queues.get(queueId) ?? [],
    ringTimeoutSeconds: settings?.pacing.ringSeconds ?? deps.ringSeconds,
    expiresAt: deps.now() + dialOrderLifeMs,
    allowedBecause: [...allowedBecause, `${mode}: ${because}`],
  }
}

/** Only an agent can judge, so an agentless dial is never drawn. Campaigns of before have no setting for it. */
function detection({ campaign, mode }: Candidate, { random }: PlaceLineDeps) {
  const { detectMachines = false, machineSampleOneIn = usualMachineSampleOneIn } = campaign?.settings ?? {}
  const isDetected = detectMachines && (mode === 'predictive' || mode === 'agentless')
  const isDrawn = isDetected && mode === 'predictive' && samplesMachine(machineSampleOneIn, random())
  return { detectMachines: isDetected, samplesMachine: isDrawn }
}

function shownNumber({ due, campaign, client }: Candidate): string | null {
  if (!campaign) return client.callerNumber
  const { callerNumbers } = campaign.settings
  return callerNumber({ callerNumbers, ofClient: client.callerNumber, customerNumber: due.number })
}
