import type { DialOrder, EpochMs, InFlight } from '../contract/index.ts'

const id = (last: string) => `0197a000-0000-7000-8000-${last.padStart(12, '0')}`

/** A progressive dial of an order, for tests: whole, so that each names only what it is about. Never expires. */
export function aDialOrder(over: Partial<DialOrder> = {}): DialOrder {
  return {
    attemptId: id('1'),
    subject: { kind: 'order', id: id('2') },
    campaignId: null,
    mode: 'progressive',
    clientId: id('3'),
    queueId: id('4'),
    customerId: id('5'),
    orderId: id('2'),
    number: '+380441234567',
    callerNumber: null,
    agentId: null,
    questionnaireId: null,
    preview: null,
    agentless: null,
    detectMachines: false,
    samplesMachine: false,
    requiredSkills: [],
    ringTimeoutSeconds: 25,
    expiresAt: Number.MAX_SAFE_INTEGER,
    allowedBecause: [],
    ...over,
  }
}

/** The dialer's claim on what this order dials. */
export function claimOf({ attemptId, campaignId, queueId, mode, number }: DialOrder, placedAt: EpochMs): InFlight {
  return { attemptId, campaignId, queueId, mode, number, placedAt }
}
