import { createDatabase } from '@orderline/db'
import { inFlightSchema, redisNames, type InFlight } from '@orderline/domain/contract'
import { defaultRetryRules } from '@orderline/domain/dialing'
import { createClaims } from '@orderline/runtime/claims'
import { systemClock } from '@orderline/runtime/clock'
import { createHealth } from '@orderline/runtime/health'
import { createId } from '@orderline/runtime/ids'
import type { Logger } from '@orderline/runtime/logger'
import { closeRedis, createRedis } from '@orderline/runtime/redis'
import type { Shutdown } from '@orderline/runtime/shutdown'
import { createCampaignLoop } from './campaign-loop.ts'
import type { Config } from './config.ts'
import { createDialOrders } from './dial-orders.ts'
import { createDialerMetrics } from './dialer-metrics.ts'
import { startHealthServer } from './health-server.ts'
import { createHopper } from './hopper.ts'
import { createLeadership } from './leadership.ts'
import { createLiveView } from './live-view.ts'
import { createOrdersRepository } from './orders-repository.ts'
import { createPulse } from './pulse.ts'
import { createQueueList } from './queue-list.ts'
import { createWakeUp } from './wake-up.ts'

const tickMs = 500

export type DialerDeps = { config: Config; log: Logger; shutdown: Shutdown }

/** Builds the dialer and lets it run. What is closed last is registered first. Waits for Redis, not for MariaDB. */
export async function startDialer({ config, log, shutdown }: DialerDeps): Promise<{ healthPort: number }> {
  const redis = createRedis({ url: config.REDIS_URL, name: 'dialer', log })
  shutdown.register('redis', () => closeRedis(redis))
  const db = createDatabase({ url: config.DATABASE_URL, log, poolSize: 4 })
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

  const orders = createOrdersRepository(db)
  const queues = createQueueList({ load: () => orders.findOrderQueues(), now: systemClock })
  const view = createLiveView({ redis, log, onAgentFree: () => pulse.wake() })
  const loop = createCampaignLoop({
    agents: view.agents,
    waitingCalls: () => view.waitingCalls(),
    orderQueues: () => queues.get(),
    hopper: createHopper({ orders, rules: { ...defaultRetryRules, hours: config.CALLING_HOURS } }),
    inFlight: createClaims<InFlight>({
      redis,
      key: redisNames.inFlight,
      tokenField: 'attemptId',
      parse: (value) => inFlightSchema.parse(value),
    }),
    dialOrders,
    isLeader: () => leadership.isLeader(),
    createId,
    now: systemClock,
    ringTimeoutSeconds: config.DIAL_RING_SECONDS,
  })
  const pulse = createPulse({ run: () => metrics.watch(() => loop.round()), everyMs: tickMs, log })
  const leadership = createLeadership({ redis, log, pulse, onChange: metrics.setLeader })
  const wakeUp = createWakeUp({ redis, onWake: () => pulse.wake(), onConfigChanged: queues.forget })

  health.register('redis', () => (redis.status === 'ready' ? undefined : Promise.reject(new Error(redis.status))))
  health.register('mariadb', orders.ping)
  shutdown.register('live view', () => view.close())
  shutdown.register('wake-up', () => wakeUp.close())
  // First to end: no new line is placed, the round under way is finished, then another dialer may lead at once.
  shutdown.register('leadership', () => pulse.stop().then(() => leadership.close()))
  await Promise.all([view.start(), wakeUp.start()])
  leadership.start()
  return { healthPort: server.port }
}
