import type { Call, CallFacts } from './types.ts'

/** Spelled out so that a new fact cannot be forgotten: the type asks for each. */
const isFact: Record<keyof CallFacts, true> = {
  id: true,
  direction: true,
  clientId: true,
  queueId: true,
  requiredSkills: true,
  priority: true,
  customerChannelId: true,
  isCustomerUp: true,
  customerNumber: true,
  callerName: true,
  shopNumber: true,
  customerId: true,
  orderId: true,
  attemptId: true,
  campaignId: true,
  mode: true,
  detectMachines: true,
  samplesMachine: true,
  machineCheck: true,
  agentless: true,
  questionnaireId: true,
  createdAt: true,
  customerAnsweredAt: true,
  answeredAt: true,
  lastAgentId: true,
  ringTimeoutSeconds: true,
  wrapUpSeconds: true,
  maxWaitSeconds: true,
  announcePositionSeconds: true,
  record: true,
  recordings: true,
  ringLegs: true,
  declinedBy: true,
}
// The cast: keys of a Record are its key type, which Object.keys cannot say.
const factNames = Object.keys(isFact) as (keyof CallFacts)[]

/** A call without what belongs to its present state only. */
export function factsOf(call: Call): CallFacts {
  return Object.fromEntries(factNames.map((name) => [name, call[name]])) as CallFacts
}
