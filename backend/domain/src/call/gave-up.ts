import type { CallFacts, CallOutcome } from './types.ts'

/** A customer who leaves the queue: lost, unless there was a talk, or one with our recorded message. */
export function gaveUp({ answeredAt, direction }: CallFacts): CallOutcome {
  return answeredAt === null && direction === 'inbound' ? 'abandoned' : 'completed'
}
