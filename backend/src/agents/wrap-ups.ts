import type { WrapUpInput } from '@orderline/domain/contract'
import type { Clock } from '@orderline/runtime/clock'
import { AppError } from '@orderline/runtime/errors'
import type { CallsService } from '../calls/calls-service.ts'
import type { Journal } from '../calls/journal.ts'
import type { ApplyDisposition } from '../calls/ports.ts'
import type { SerialQueue } from '../calls/serial-queue.ts'
import type { ErrorCode } from '../http/error-codes.ts'
import type { AgentsService } from './agents-service.ts'

export type WrapUpsDeps = {
  agents: Pick<AgentsService, 'get' | 'apply'>
  calls: Pick<CallsService, 'get'>
  applyDisposition: ApplyDisposition
  journal: Journal
  serial: SerialQueue
  now: Clock
}
export type WrapUps = ReturnType<typeof createWrapUps>

/** The end of an agent's work on a call. Errors: `agent/wrong-state` when the agent is not wrapping up this call. */
export function createWrapUps({ agents, calls, applyDisposition, journal, serial, now }: WrapUpsDeps) {
  const wrongState = (agentId: string) => new AppError<ErrorCode>('agent/wrong-state', { agentId })

  /** Order, list and number first: what cannot be stored leaves the agent in the wrap-up, with the form as it is. */
  async function finish(agentId: string, wrapUp: WrapUpInput): Promise<void> {
    const agent = agents.get(agentId)
    if (agent?.state !== 'wrap-up' || agent.callId !== wrapUp.callId) throw wrongState(agentId)
    const call = calls.get(wrapUp.callId)
    if (call) await applyDisposition({ call, agentId, wrapUp })
    const orderId = call?.orderId ?? null
    await journal.write({ type: 'callWrappedUp', agentId, orderId, at: now(), ...wrapUp })
    await agents.apply(agentId, { type: 'wrapUpFinished', callId: wrapUp.callId })
  }

  return {
    /** Once: of two tabs that send it at the same moment the second comes too late, and promises no second call. */
    finish: (agentId: string, wrapUp: WrapUpInput): Promise<void> =>
      serial.run(`wrap-up ${agentId}`, () => finish(agentId, wrapUp)),

    async extend(agentId: string): Promise<void> {
      if (!(await agents.apply(agentId, { type: 'wrapUpExtended' }))) throw wrongState(agentId)
    },
  }
}
