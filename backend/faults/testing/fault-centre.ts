import { join } from 'node:path'
import { Redis } from 'ioredis'
import { createDatabase } from '@orderline/db'
import type { Call } from '@orderline/domain/call'
import { redisNames, type LiveAgent } from '@orderline/domain/contract'
import { createSilentLogger } from '@orderline/runtime/logger'
import { startCentre } from '../../../bin/lib/centre.mjs'
import { emptyInstanceDir } from '../../../bin/lib/instance-dir.mjs'
import { runDir } from '../../../bin/lib/paths.mjs'
import { openApi } from './api.ts'
import { watchNetwork } from './network.ts'

export type FaultCentre = Awaited<ReturnType<typeof startFaultCentre>>
type Options = Omit<Parameters<typeof startCentre>[0], 'name' | 'dir'>

/** A whole centre of its own, new each time, whose parts may be killed; and eyes in all of its engines. */
export async function startFaultCentre(name: string, options: Options = {}) {
  const dir = join(process.env['TEST_RUN_DIR'] ?? runDir, `faults-${name}`)
  await emptyInstanceDir(dir)
  // The phones of these agents have no sound.
  const environment = { AGENT_AUDIO_TIMEOUT: '0', ...options.environment }
  const centre = await startCentre({ ...options, environment, name: `faults-${name}`, dir })
  const { mariadb, redis: redisPart, asterisk, carrier } = centre.engines
  if (!mariadb || !redisPart || !asterisk || !carrier || !centre.credentials)
    throw new Error('the engines are not ours')
  const redis = new Redis(redisPart.url, { maxRetriesPerRequest: null })
  redis.on('error', () => undefined) // It is restarted here, and comes back by itself.
  const db = createDatabase({ url: mariadb.url, log: createSilentLogger() })
  const network = await watchNetwork(carrier)
  const { users, clients } = centre.credentials

  return {
    ...centre,
    mariadb,
    redisPart,
    asterisk,
    redis,
    db,
    network,
    /** Who may log in, by role or login. */
    users,
    /** Requests as one of the demo's people. */
    logIn: async (key: string, url = centre.url) => openApi(url).logIn(known(users, key)),
    shop: (code: string) => ({ ...known(clients, code), api: openApi(centre.url, known(clients, code).apiKey) }),
    liveCalls: () => readLive<Call>(redis, redisNames.calls, 'call'),
    liveAgents: () => readLive<LiveAgent>(redis, redisNames.agents, 'agent'),
    async stop(): Promise<void> {
      network.close()
      redis.disconnect()
      await db.destroy()
      await centre.stop()
    },
  }
}

async function readLive<T>(redis: Redis, key: string, field: string): Promise<T[]> {
  const values = await redis.hvals(key)
  // The backend checks what it reads; a test that reads something else fails by itself.
  return values.map((value) => (JSON.parse(value) as Record<string, T>)[field] as T)
}

function known<T>(record: Record<string, T>, key: string): T {
  const value = record[key]
  if (value === undefined) throw new Error(`the demo has no ${key}`)
  return value
}
