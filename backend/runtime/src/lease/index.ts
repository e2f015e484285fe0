import type { Redis } from 'ioredis'
import { createId } from '../ids/index.ts'
import type { Logger } from '../logger/index.ts'
import { createOwnerName, isDeadNeighbour } from './owner-name.ts'

export type LeaseOptions = {
  redis: Redis
  key: string
  log: Logger
  /** How long the lease outlives a holder that died. */
  ttlMs?: number
  renewMs?: number
  /** How often one who waits looks whether the lease is free. */
  retryMs?: number
  /** Called when the lease became ours; may come again after a loss. */
  onGained: () => void
  /**
   * Called when it is ours no longer, before anybody else can have it (clocks running at the same speed). A lease that is
   * given back stays in Redis until the answered promise has settled: what the job held is let go by then.
   */
  onLost: () => void | Promise<void>
}

export type Lease = ReturnType<typeof createLease>

const takeScript = `
local holder = redis.call('GET', KEYS[1])
if not holder or holder == ARGV[1] or holder == ARGV[3] then
  redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
  return ARGV[1]
end
return holder`

const releaseScript = `if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0`

/**
 * Holds a key in Redis so that one process at a time does a job. Taking and renewing are one atomic step. A holder
 * that cannot renew gives the job up by its own clock before the key expires. The lease of a process that died on
 * this very machine is taken over at once, of any other when its time is over.
 */
export function createLease(options: LeaseOptions) {
  const { redis, key, log, ttlMs = 5_000, renewMs = 1_500, retryMs = 250, onGained, onLost } = options
  const owner = createOwnerName(createId())
  let heldUntil: number | undefined
  let timer: NodeJS.Timeout | undefined
  let expiry: NodeJS.Timeout | undefined
  let deadHolder = ''
  let closed = false

  async function attempt(): Promise<void> {
    const startedAt = performance.now()
    const holder = await redis.eval(takeScript, 1, key, owner, ttlMs, deadHolder)
    if (closed) return
    if (holder === owner) return hold(startedAt + ttlMs)
    deadHolder = isDeadNeighbour(String(holder)) ? String(holder) : ''
    await lose('another process holds the lease')
  }

  function hold(until: number): void {
    const gained = heldUntil === undefined
    heldUntil = until
    clearTimeout(expiry)
    // A tenth of the time is kept back for slow timers, so that no two believe that they hold it.
    expiry = setTimeout(() => void lose('the lease could not be renewed'), until - performance.now() - ttlMs / 10)
    if (!gained) return
    log.info({ key }, 'lease gained')
    onGained()
  }

  async function lose(reason: string): Promise<void> {
    clearTimeout(expiry)
    if (heldUntil === undefined) return
    heldUntil = undefined
    log.warn({ key, reason }, 'lease lost')
    try {
      await onLost()
    } catch (error) {
      log.error({ key, err: error }, 'what the lease was for could not be let go')
    }
  }

  async function turn(): Promise<void> {
    await attempt().catch((error: unknown) => log.error({ key, err: error }, 'lease could not be asked for'))
    if (closed) return
    const waitMs = heldUntil !== undefined ? renewMs : deadHolder ? 0 : retryMs
    timer = setTimeout(() => void turn(), waitMs)
  }

  return {
    /** Begins to ask for the lease, and goes on for ever. */
    start: () => void turn(),
    isHeld: () => heldUntil !== undefined,
    /** Gives the lease back, so that another may have it at once. Idempotent. */
    async close(): Promise<void> {
      if (closed) return
      closed = true
      clearTimeout(timer)
      await lose('closed')
      // While Redis is away nothing can be given back; the key expires by itself.
      if (redis.status === 'ready') await redis.eval(releaseScript, 1, key, owner).catch(() => undefined)
    },
  }
}
