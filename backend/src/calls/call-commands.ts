import { agentCallId } from '@orderline/domain/agent'
import { talkersOf, type Call, type CallEvent, type ReservedAgent } from '@orderline/domain/call'
import { isReachable, type MachineJudgementInput, type SkipInput, type TransferInput } from '@orderline/domain/contract'
import { AppError } from '@orderline/runtime/errors'
import type { AgentsService } from '../agents/agents-service.ts'
import type { ConfigCache } from '../config-cache/config-cache.ts'
import type { ErrorCode } from '../http/error-codes.ts'
import type { Telephony } from '../telephony/port.ts'
import type { CallsService } from './calls-service.ts'
import { queueRules } from './queue-rules.ts'

export type CallCommandsDeps = {
  calls: Pick<CallsService, 'get' | 'handle'>
  agents: Pick<AgentsService, 'get' | 'apply'>
  config: Pick<ConfigCache, 'queue'>
  telephony: Pick<Telephony, 'sendDtmf'>
}
export type CallCommands = ReturnType<typeof createCallCommands>
type Make = (call: Call, agentId: string) => CallEvent | undefined

/**
 * What an agent's buttons do, always to the call that the agent is on. Errors: `call/not-found` without a call,
 * `call/wrong-state` when the call does not allow it (any more).
 */
export function createCallCommands(deps: CallCommandsDeps) {
  const { calls, telephony } = deps

  async function act(agentId: string, make: Make): Promise<void> {
    const call = callOf(deps, agentId)
    const event = make(call, agentId)
    if (!event || !(await calls.handle(call.id, event))) throw wrongState(call)
  }
  const simply = (type: 'agentHungUp' | 'consultCompleted' | 'consultCancelled' | 'conferenceStarted') => {
    return (agentId: string) => act(agentId, () => ({ type, agentId }))
  }

  return {
    answer: (agentId: string) => act(agentId, answerEvent),
    decline: (agentId: string) => act(agentId, declineEvent),
    hangUp: (agentId: string) =>
      act(agentId, (call) => declineEvent(call, agentId) ?? { type: 'agentHungUp', agentId }),
    /** Of a preview: dial now, or not this one. */
    startPreview: (agentId: string) => act(agentId, () => ({ type: 'previewStarted', agentId })),
    skipPreview: (agentId: string, { reason }: SkipInput) =>
      act(agentId, () => ({ type: 'previewSkipped', agentId, reason })),
    hold: (agentId: string, onHold: boolean) => act(agentId, () => ({ type: 'holdToggled', agentId, onHold })),
    pauseRecording: (agentId: string, paused: boolean) =>
      act(agentId, () => ({ type: 'recordingToggled', agentId, paused })),
    judgeMachine: (agentId: string, { judgement }: MachineJudgementInput) =>
      act(agentId, () => ({ type: 'machineJudged', agentId, judgement })),
    completeTransfer: simply('consultCompleted'),
    cancelTransfer: simply('consultCancelled'),
    makeConference: simply('conferenceStarted'),
    async sendDtmf(agentId: string, digits: string): Promise<void> {
      const call = callOf(deps, agentId)
      // Who wraps up may have passed the customer on, and whoever is asked has not answered: it is another's talk.
      if (!talkersOf(call).includes(agentId)) throw wrongState(call)
      await telephony.sendDtmf(call.customerChannelId, digits)
    },
    async transfer(agentId: string, { to, mode }: TransferInput): Promise<void> {
      if (to.kind === 'agent') return toAgent(deps, { agentId, targetId: to.id, mode })
      const queue = deps.config.queue(to.id)
      if (!queue) throw new AppError<ErrorCode>('queue/not-found', { id: to.id })
      // One asks a person, not a queue.
      if (mode === 'consult') throw wrongState(callOf(deps, agentId))
      await act(agentId, () => ({ type: 'transferredToQueue', agentId, queue: queueRules(queue) }))
    },
  }
}

/** The target is reserved first, so that no router gives the same agent another call meanwhile. */
async function toAgent(
  deps: CallCommandsDeps,
  { agentId, targetId, mode }: { agentId: string; targetId: string; mode: TransferInput['mode'] },
): Promise<void> {
  const call = callOf(deps, agentId)
  const candidate = deps.agents.get(targetId)
  if (!candidate || !isReachable(candidate, 'any'))
    throw new AppError<ErrorCode>('agent/wrong-state', { agentId: targetId })
  const reserved = await deps.agents.apply(targetId, { type: 'reserve', callId: call.id })
  if (!reserved) throw new AppError<ErrorCode>('agent/wrong-state', { agentId: targetId })
  const target: ReservedAgent = { agentId: targetId, roomChannelId: reserved.roomChannelId }
  const type = mode === 'consult' ? 'consultStarted' : 'transferredToAgent'
  if (await deps.calls.handle(call.id, { type, agentId, target })) return
  await deps.agents.apply(targetId, { type: 'released', callId: call.id })
  throw wrongState(call)
}

/** A leg that rings is answered at the phone; an offer to an open room is answered here. */
const answerEvent: Make = (call, agentId) => {
  if (call.state === 'offering' && call.leg.kind === 'room') return { type: 'agentAnswered', agentId }
  const isConsulted = call.state === 'talking' && call.consult?.leg.kind === 'room'
  return isConsulted ? { type: 'consultAnswered', agentId } : undefined
}

const declineEvent: Make = (call, agentId) => {
  if (call.state === 'offering') return { type: 'offerDeclined', agentId }
  const isAsked = call.state === 'talking' && call.consult?.state === 'ringing' && call.consult.leg.agentId === agentId
  return isAsked ? { type: 'consultEnded', agentId, reason: 'declined' } : undefined
}

function callOf({ agents, calls }: CallCommandsDeps, agentId: string): Call {
  const agent = agents.get(agentId)
  const callId = agent && agentCallId(agent)
  const call = callId ? calls.get(callId) : undefined
  if (!call) throw new AppError<ErrorCode>('call/not-found')
  return call
}

function wrongState(call: Call): AppError<ErrorCode> {
  return new AppError<ErrorCode>('call/wrong-state', { callId: call.id, state: call.state })
}
