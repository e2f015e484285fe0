/** Tells the time in epoch milliseconds, UTC. Passed in wherever time matters, so that tests may set it. */
export type Clock = () => number

/** The machine's own clock. */
export const systemClock: Clock = () => Date.now()
