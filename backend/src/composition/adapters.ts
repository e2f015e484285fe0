import { createDatabase } from '@orderline/db'
import type { Logger } from '@orderline/runtime/logger'
import { closeRedis, createRedis } from '@orderline/runtime/redis'
import type { Shutdown } from '@orderline/runtime/shutdown'
import type { Config } from '../config.ts'
import { createAriTelephony } from '../telephony/ari/index.ts'
import type { Telephony } from '../telephony/port.ts'

export type Adapters = ReturnType<typeof createAdapters>

export type AdaptersDeps = {
  log: Logger
  shutdown: Shutdown
  /** Asterisk, if left out. */
  telephony?: Telephony | undefined
}

/** The connections to what is outside: MariaDB, Redis, Asterisk. Each connects by itself, and again for ever. */
export function createAdapters(config: Config, { log, shutdown, ...given }: AdaptersDeps) {
  const openRedis = (name: string, patience: 'call-path' | 'http') => {
    const redis = createRedis({ url: config.REDIS_URL, name: `backend-${name}`, log, patience })
    shutdown.register(`redis (${name})`, () => closeRedis(redis))
    return redis
  }
  const db = createDatabase({ url: config.DATABASE_URL, log })
  shutdown.register('database', () => db.destroy())
  const telephony = given.telephony ?? openAsterisk(config, log)
  shutdown.register('telephony', () => telephony.close())
  return {
    db,
    telephony,
    /** For calls: waits for as long as Redis is away. */
    redis: openRedis('calls', 'call-path'),
    /** For requests: fails in time to answer them. */
    httpRedis: openRedis('http', 'http'),
    /** Only hears that the configuration changed. */
    configSubscriber: openRedis('config', 'call-path'),
  }
}

function openAsterisk(config: Config, log: Logger): Telephony {
  return createAriTelephony({
    url: config.ARI_URL,
    username: config.ARI_USERNAME,
    password: config.ARI_PASSWORD,
    app: config.ARI_APP,
    trunkEndpoint: config.TRUNK_ENDPOINT,
    agentPhones: config.AGENT_PHONES,
    agentAudioTimeoutSeconds: config.AGENT_AUDIO_TIMEOUT,
    log,
  })
}
