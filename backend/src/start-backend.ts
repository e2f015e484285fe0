import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { systemClock } from '@orderline/runtime/clock'
import { createHealth } from '@orderline/runtime/health'
import type { Logger } from '@orderline/runtime/logger'
import { createMetrics } from '@orderline/runtime/metrics'
import type { Shutdown } from '@orderline/runtime/shutdown'
import { createApp } from './app.ts'
import { createAdapters, type Adapters } from './composition/adapters.ts'
import { composeCentre, phonesPath } from './composition/centre.ts'
import { createDemoParts, customersPhonePath } from './composition/demo-parts.ts'
import { createDialingParts } from './composition/dialing-parts.ts'
import { createRecordParts } from './composition/record-parts.ts'
import type { Config } from './config.ts'
import { createConfigCache } from './config-cache/config-cache.ts'
import { refuseOtherUpgrades } from './http/refuse-upgrades.ts'
import { createIdempotencyCleaner } from './http/clean-idempotency-keys.ts'
import { socketsPath } from './realtime/socket-server.ts'
import type { Telephony } from './telephony/port.ts'

export type StartBackendDeps = {
  settings: Config
  log: Logger
  shutdown: Shutdown
  /** Asterisk, if left out; a simulated exchange for measurements. */
  telephony?: Telephony
}

/**
 * Builds the backend from the outside in and opens its doors last: connections, configuration, live state, jobs,
 * then HTTP. What is registered for shutdown closes in the reverse order. Resolves when requests are answered.
 */
export async function startBackend(deps: StartBackendDeps): Promise<{ port: number }> {
  const { settings, log, shutdown, telephony } = deps
  const now = systemClock
  const adapters = createAdapters(settings, { log, shutdown, telephony })
  const config = createConfigCache({ db: adapters.db, subscriber: adapters.configSubscriber, log })
  shutdown.register('configuration', () => config.close())
  const server = createServer()
  const composed = composeCentre({ server, adapters, config, settings, now, log, shutdown })
  const { centre, orderParts, campaignParts, clockParts, office, figures } = composed
  const parts = {
    ...adapters,
    settings,
    orderParts,
    campaignParts,
    clockParts,
    office,
    config,
    centre,
    figures,
    now,
    log,
  }
  const dialing = createDialingParts({ ...parts, sockets: composed.sockets })
  const recordParts = createRecordParts(parts)
  const health = createHealthOf(adapters)
  const metrics = createMetrics({ program: 'backend' })
  const cleaner = createIdempotencyCleaner(parts)
  shutdown.register('idempotency keys', () => cleaner.close())

  await config.load()
  const demoRoutes = await createDemoParts({ ...parts, server, shutdown })
  const app = createApp({ ...parts, ...composed, adapters, recordParts, demoRoutes, health, metrics })
  server.on('request', (request, response) => void app(request, response))
  const demoPaths = settings.DEMO_CARRIER_SIP_WS_URL === undefined ? [] : [customersPhonePath]
  refuseOtherUpgrades(server, [phonesPath, socketsPath, ...demoPaths])
  await centre.start()
  shutdown.register('calls', () => centre.close())
  startJobs([
    dialing.journalJob,
    dialing.dialJob,
    dialing.sweepJob,
    campaignParts.keepCampaignsJob,
    campaignParts.readImportsJob,
    clockParts.watchPromiseJob,
    clockParts.watchMissedCallsJob,
    orderParts.webhookJob,
    recordParts.voicemailsJob,
    recordParts.cleanJob,
  ])
  return { port: await listen(server, settings) }

  function startJobs(jobs: { start(): void; close(): Promise<unknown> | void }[]): void {
    for (const job of jobs) {
      job.start()
      shutdown.register('job', () => job.close())
    }
  }
}

function createHealthOf({ db, httpRedis, telephony }: Adapters) {
  const health = createHealth()
  health.register('mariadb', () => db.raw('select 1'))
  health.register('redis', () => httpRedis.ping())
  health.register('asterisk', () => telephony.check())
  return health
}

async function listen(server: Server, { HOST, PORT }: Config): Promise<number> {
  server.listen(PORT, HOST)
  await once(server, 'listening')
  const address = server.address()
  return typeof address === 'object' && address ? address.port : PORT
}
