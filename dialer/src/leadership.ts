import { redisNames } from '@orderline/domain/contract'
import { createLease } from '@orderline/runtime/lease'
import type { Logger } from '@orderline/runtime/logger'
import type { Redis } from '@orderline/runtime/redis'
import type { Pulse } from './pulse.ts'

export type LeadershipOptions = {
  redis: Redis
  log: Logger
  pulse: Pulse
  onChange: (isLeader: boolean) => void
  ttlMs?: number
}

/** Of several dialers one works; when it dies another takes over within five seconds (the lease's life). */
export function createLeadership({ redis, log, pulse, onChange, ttlMs = 4_000 }: LeadershipOptions) {
  const lease = createLease({
    redis,
    key: redisNames.dialerLease,
    log,
    ttlMs,
    renewMs: Math.floor(ttlMs / 3),
    onGained: () => {
      onChange(true)
      pulse.start()
    },
    onLost: () => {
      onChange(false)
      return pulse.stop()
    },
  })
  return {
    start: () => lease.start(),
    isLeader: () => lease.isHeld(),
    close: () => lease.close(),
  }
}
