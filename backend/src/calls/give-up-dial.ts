import type { CallsService } from './calls-service.ts'

export type GiveUpDialDeps = {
  calls: Pick<CallsService, 'all' | 'handle'>
  /** This process does not hear the exchange, or has not asked it since a gap. */
  isInGap: () => boolean
}

/**
 * Lets a phone be that rings while nobody could talk to its customer; what the call has become meanwhile decides. Who
 * does not know that leaves it alone: the dialer asks again for as long as the phone rings.
 */
export function createGiveUpDial({ calls, isInGap }: GiveUpDialDeps) {
  return async (attemptId: string): Promise<void> => {
    const call = calls.all().find((live) => live.attemptId === attemptId)
    if (call && !isInGap()) await calls.handle(call.id, { type: 'dialGivenUp' })
  }
}
