import { createLogger } from '@orderline/runtime/logger'
import { createShutdown } from '@orderline/runtime/shutdown'
import { readConfig } from './config.ts'
import { startBackend } from './start-backend.ts'

const settings = readConfig()
const log = createLogger({ name: 'backend', level: settings.LOG_LEVEL })
const shutdown = createShutdown({ log })
shutdown.listenToSignals()
const { port } = await startBackend({ settings, log, shutdown })
log.info({ host: settings.HOST, port }, 'backend started')
