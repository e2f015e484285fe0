import type { DialOrder } from '@orderline/domain/contract'

/** Reserves an agent, makes the live call and dials; or says why it did not, and then nothing has happened. */
export type StartDialedCall = (
  order: DialOrder,
) => Promise<{ started: true; callId: string; agentId: string | null } | { started: false; because: string }>
