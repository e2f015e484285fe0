import { createDatabase } from '@orderline/db'
import { createHealth } from '@orderline/runtime/health'
import type { Logger } from '@orderline/runtime/logger'
import { closeRedis, createRedis } from '@orderline/runtime/redis'
import type { Shutdown } from '@orderline/runtime/shutdown'
import type { Config } from './config.ts'
import { createDialOrders } from './dial-orders.ts'
import { createDialerMetrics } from './dialer-metrics.ts'
import { createDialing } from './dialing.ts'
import { createDirectoryRepository } from './directory-repository.ts'
import { startHealthServer } from './health-server.ts'
import { createLeadership } from './leadership.ts'
import { createPulse } from './pulse.ts'
import { createWakeUp } from './wake-up.ts'

const tickMs = 500
/**
 * At most so many rounds a second as fit between: where 80 talks begin and end in one, each agent who is free again would
 * start a round, which asks Redis and MariaDB. An agent waits 75 ms longer for a dial, of minutes.
 */
const restMs = 150

export type DialerDeps = { config: Config; log: Logger; shutdown: Shutdown }

/** Builds the dialer and lets it run. What is closed last is registered first. Waits for Redis, not for MariaDB. */
export async function startDialer({ config, log, shutdown }: DialerDeps): Promise<{ healthPort: number }> {
  const redis = createRedis({ url: config.REDIS_URL, name: 'dialer', log })
  shutdown.register('redis', () => closeRedis(redis))
  const db = createDatabase({ url: config.DATABASE_URL, log, poolSize: 6 })
  shutdown.register('database', () => db.destroy())
  const metrics = createDialerMetrics()
  const health = createHealth()
  const server = await startHealthServer({
    host: config.HEALTH_HOST,
    port: config.HEALTH_PORT,
    health,
    metrics: metrics.registry,
  })
  shutdown.register('health', () => server.close())
  const dialOrders = createDialOrders({ redisUrl: config.REDIS_URL, log })
  shutdown.register('dial queue', () => dialOrders.close())

  const dialing = createDialing({
    config,
    log,
    redis,
    db,
    dialOrders,
    isLeader: () => leadership.isLeader(),
    onAgentFree: () => pulse.wake(),
  })
  const pulse = createPulse({ run: () => metrics.watch(dialing.round), everyMs: tickMs, restMs, log })
  const leadership = createLeadership({
    redis,
    log,
    pulse,
    onChange: (isLeader) => {
      metrics.setLeader(isLeader)
      dialing.forget()
    },
  })
  const wakeUp = createWakeUp({
    redis,
    onWake: () => pulse.wake(),
    onConfigChanged: () => {
      dialing.forgetDirectory()
      pulse.wake()
    },
  })

  health.register('redis', () => (redis.status === 'ready' ? undefined : Promise.reject(new Error(redis.status))))
  health.register('mariadb', createDirectoryRepository(db).ping)
  health.register('trunk', dialing.checkTrunk)
  shutdown.register('live view', () => dialing.close())
  shutdown.register('wake-up', () => wakeUp.close())
  // First to end: no new line is placed, the round under way is finished, then another dialer may lead at once.
  shutdown.register('leadership', () =>
    pulse
      .stop()
      .then(() => (leadership.isLeader() ? dialing.saveEstimates() : undefined))
      // oxlint-disable-next-line typescript/no-misused-promises -- what a “finally” returns is waited for
      .finally(() => leadership.close()),
  )
  await Promise.all([dialing.start(), wakeUp.start()])
  leadership.start()
  return { healthPort: server.port }
}
