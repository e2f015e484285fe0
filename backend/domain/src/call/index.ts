export type * from './types.ts'
export type { CallEvent, CallEventType, QueueRules, ReservedAgent } from './events.ts'
export type { CallEffect, CallEffectType, Farewell, Release } from './effects.ts'
export type { Step } from './step.ts'
export { agentsOf, talkersOf } from './agents-of.ts'
export { applyCallEvent } from './apply-call-event.ts'
export {
  createInboundCall,
  createOutboundCall,
  customerChannelId,
  type NewInboundCall,
  type NewOutboundCall,
} from './create-call.ts'
export { dialOutcome } from './dial-outcome.ts'
export { callDue, welcomeAfterMs } from './due.ts'
export { connectWithinMs } from './connecting.ts'
export { shortestRingMs } from './dialing.ts'
export { journalEnd } from './end-call.ts'
export { recordingName, roomBridgeId } from './legs.ts'
