import type {
  AgentDesktop,
  MachineJudgement,
  SipAccountView,
  TransferInput,
  WrapUpInput,
  agentStateInputSchema,
} from '@orderline/domain/contract'
import type { input } from 'zod'
import { http } from './http.ts'

export type AgentStateInput = input<typeof agentStateInputSchema>

/** Whom a call may be transferred to (`GET /api/agent/targets`). */
export type TransferTargets = {
  queues: { id: string; name: string; readyAgents: number; waiting: number }[]
  agents: { id: string; name: string; state: string }[]
}

export const agentApi = {
  desktop: () => http.get<AgentDesktop>('/api/agent/desktop'),
  sipAccount: () => http.get<SipAccountView>('/api/agent/sip-account'),
  setState: (state: AgentStateInput) => http.post('/api/agent/state', state),
  answer: () => http.post('/api/agent/call/answer'),
  /** Of a preview: dial the customer whose card was read, or pass over, with the reason. */
  startCall: () => http.post('/api/agent/call/start'),
  skipCall: (reason: string) => http.post('/api/agent/call/skip', { reason }),
  /** Of a call that was taken for a machine. */
  judgeMachine: (judgement: MachineJudgement) => http.post('/api/agent/call/machine', { judgement }),
  decline: () => http.post('/api/agent/call/decline'),
  hangUp: () => http.post('/api/agent/call/hang-up'),
  hold: (on: boolean) => http.post('/api/agent/call/hold', { on }),
  pauseRecording: (paused: boolean) => http.post('/api/agent/call/recording', { paused }),
  sendDtmf: (digits: string) => http.post('/api/agent/call/dtmf', { digits }),
  transfer: (transfer: TransferInput) => http.post('/api/agent/call/transfer', transfer),
  completeTransfer: () => http.post('/api/agent/call/transfer/complete'),
  cancelTransfer: () => http.post('/api/agent/call/transfer/cancel'),
  makeConference: () => http.post('/api/agent/call/transfer/conference'),
  targets: () => http.get<TransferTargets>('/api/agent/targets'),
  finishWrapUp: (wrapUp: WrapUpInput) => http.post('/api/agent/wrap-up', wrapUp),
  extendWrapUp: () => http.post('/api/agent/wrap-up/extend'),
  askForHelp: (message: string) => http.post('/api/agent/help', { message }),
}
