import type { CallsService } from './calls-service.ts'

/** Lets a phone be that rings while nobody could talk to its customer; what the call has become meanwhile decides. */
export function createGiveUpDial({ calls }: { calls: Pick<CallsService, 'all' | 'handle'> }) {
  return async (attemptId: string): Promise<void> => {
    const call = calls.all().find((live) => live.attemptId === attemptId)
    if (call) await calls.handle(call.id, { type: 'dialGivenUp' })
  }
}
