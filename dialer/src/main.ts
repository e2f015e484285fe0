import { createLogger } from '@orderline/runtime/logger'
import { createShutdown } from '@orderline/runtime/shutdown'
import { readConfig } from './config.ts'
import { startDialer } from './start-dialer.ts'

const config = readConfig()
const log = createLogger({ name: 'dialer', level: config.LOG_LEVEL })
const shutdown = createShutdown({ log })
shutdown.listenToSignals()
const { healthPort } = await startDialer({ config, log, shutdown })
log.info({ healthPort }, 'dialer started')
