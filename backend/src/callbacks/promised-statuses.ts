/** Of an order or record whose promise, where it has one, is still to be kept: it waits, or it is being kept. */
export const promisedStatuses = ['new', 'retry', 'dialing', 'talking'] as const
