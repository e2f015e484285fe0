import { redisNames, type InFlight } from '@orderline/domain/contract'
import type { Claims } from '@orderline/runtime/claims'
import type { Clock } from '@orderline/runtime/clock'
import type { Redis } from '@orderline/runtime/redis'
import type { Directory } from './directory-repository.ts'
import type { createLiveView } from './live-view.ts'
import { createMoment, type Moment } from './moment.ts'

export type LookDeps = {
  redis: Redis
  view: ReturnType<typeof createLiveView>
  directory: () => Promise<Directory>
  inFlight: Claims<InFlight>
  now: Clock
}

/** Reads what cannot be had from memory, then takes everything of one and the same moment. */
export function createLook({ redis, view, directory, inFlight, now }: LookDeps) {
  return async (): Promise<Moment> => {
    const [known, claims, progress] = await Promise.all([
      directory(),
      inFlight.all(),
      redis.hgetall(redisNames.callProgress),
    ])
    return createMoment({
      now: now(),
      directory: known,
      agents: view.agents(),
      // Copied: the mirror goes on changing while decisions are made.
      calls: new Map(view.calls()),
      claims,
      progress: new Map(Object.entries(progress).map(([callId, share]) => [callId, Number(share)])),
    })
  }
}
