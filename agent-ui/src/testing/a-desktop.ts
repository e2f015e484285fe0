import type { AgentDesktop, AgentStateView, CallCard, DesktopCall } from '@orderline/domain/contract'

const now = Date.UTC(2026, 4, 12, 9, 30)

const agent: AgentStateView = {
  id: 'agent-1',
  name: 'Olena Kovalenko',
  state: 'ready',
  since: now - 60_000,
  breakReason: null,
  breakAfterCall: null,
  wrapUpUntil: null,
  audioMode: 'ring',
  roomReady: false,
  callId: null,
}

const call: DesktopCall = {
  id: 'call-1',
  direction: 'inbound',
  state: 'talking',
  since: now,
  talkingSince: now,
  onHold: false,
  recording: 'on',
  audio: 'ring',
  client: { id: 'client-1', code: 'kvitka', name: 'Kvitka', color: '#0f766e', greeting: 'Good day, Kvitka shop.' },
  queueName: 'Kvitka orders',
  shopNumber: '+380800300400',
  customerNumber: '+380441234567',
  consult: null,
  endedBecause: null,
}

type Parts = {
  seq?: number
  agent?: Partial<AgentStateView>
  call?: Partial<DesktopCall>
  card?: Partial<CallCard>
}

/** A screen for tests: what is not given is a plausible quiet day. */
export function aDesktop(parts: Parts = {}): AgentDesktop {
  return {
    seq: parts.seq ?? 1,
    serverTime: now,
    agent: { ...agent, ...parts.agent },
    call: parts.call ? { ...call, ...parts.call } : null,
    card: parts.card ? { ...emptyCard, ...parts.card } : null,
    queues: [{ id: 'queue-1', name: 'Kvitka orders', waiting: 0, longestWaitSince: null, readyAgents: 2 }],
    today: { calls: 12, confirmed: 5, talkSeconds: 2400, missedOffers: 0 },
  }
}

const emptyCard: CallCard = {
  callId: 'call-1',
  customer: null,
  isNewCustomer: true,
  isStale: false,
  deliveryRules: '',
  order: null,
  lastOrders: [],
  lastContacts: [],
  answers: null,
}
