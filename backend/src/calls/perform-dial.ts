import type { Call } from '@orderline/domain/call'
import { isAppError, toError } from '@orderline/runtime/errors'
import type { TelephonyErrorCode } from '../telephony/port.ts'
import { farewellAlone } from './perform-audio.ts'
import type { Effect, PerformDeps } from './perform-effect.ts'

/** Longer than our own time-out, which decides; Asterisk's is for when we are away. */
const asteriskLateSeconds = 2

/** Calls the customer. What cannot be dialled is told to the call at once. */
export async function performDial(deps: PerformDeps, call: Call, { agentId }: Effect<'dialCustomer'>): Promise<void> {
  if (call.customerNumber === null) return deps.tell(call.id, { type: 'dialFailed' })
  const because = await whyNotNow(deps, call)
  if (because !== undefined) return deps.tell(call.id, { type: 'dialRefused', because })
  try {
    await deps.telephony.originate({
      channelId: call.customerChannelId,
      endpoint: { kind: 'trunk', number: call.customerNumber },
      callerNumber: call.shopNumber,
      callerName: null,
      timeoutSeconds: call.ringTimeoutSeconds,
      purpose: { kind: 'customer', callId: call.id },
      variables: {
        ORDERLINE_CALL: call.id,
        ...(agentId !== null && { ORDERLINE_AGENT: agentId }),
        ORDERLINE_ROLE: 'customer',
      },
      detectMachine: call.detectMachines,
      farewell: await farewellAlone(deps, call),
    })
  } catch (error) {
    deps.log.warn({ callId: call.id, err: toError(error) }, 'customer could not be dialled')
    deps.tell(call.id, { type: 'dialFailed' })
  }
}

/**
 * An agent may have read the card for minutes since the rules were asked: they are asked once more. Who does not answer
 * (storage is away) has not allowed it.
 */
async function whyNotNow(deps: PerformDeps, call: Call): Promise<string | undefined> {
  if (call.mode !== 'preview') return undefined
  try {
    const verdict = await deps.mayStillDial(call)
    return verdict.allowed ? undefined : verdict.because
  } catch (error) {
    deps.log.warn({ callId: call.id, err: toError(error) }, 'nobody could say whether a preview may be dialled')
    return 'the rules could not be asked'
  }
}

/** Rings an agent's phone, after the card is on the screen. A phone that cannot be rung is a leg that is gone. */
export async function performRing(deps: PerformDeps, call: Call, effect: Effect<'ringAgent'>): Promise<void> {
  const { agentId, channelId } = effect.leg
  const username = deps.agents.get(agentId)?.sipUsername ?? null
  const gone = () => deps.tell(call.id, { type: 'agentLegGone', channelId, cause: null })
  if (username === null) return gone()
  await deps.screens.showNow(agentId)
  try {
    await deps.telephony.originate({
      channelId,
      endpoint: { kind: 'agent', username },
      callerNumber: call.customerNumber,
      callerName: deps.clientName(call.clientId),
      timeoutSeconds: call.ringTimeoutSeconds + asteriskLateSeconds,
      purpose: { kind: effect.for === 'consult' ? 'consult' : 'agent', callId: call.id, agentId },
      variables: {
        ORDERLINE_CALL: call.id,
        ORDERLINE_AGENT: agentId,
        ORDERLINE_ROLE: effect.for === 'consult' ? 'consult' : 'agent',
      },
      originator: call.customerChannelId,
    })
  } catch (error) {
    // The customer has hung up already, which is no fault of the agent's; the event that tells it is on its way.
    if (isAppError<TelephonyErrorCode>(error, 'telephony/not-found')) return
    deps.log.warn({ callId: call.id, agentId, err: toError(error) }, 'agent could not be rung')
    gone()
  }
}
