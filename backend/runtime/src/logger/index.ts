import { pino, type DestinationStream, type Logger as PinoLogger } from 'pino'

export type Logger = PinoLogger

export type LoggerOptions = {
  /** The program: `backend`, `dialer`. On every line. */
  name: string
  /** A level of pino: `fatal` … `trace`, `silent`. */
  level?: string
  /** Where lines go; standard output when left out. */
  destination?: DestinationStream
}

/** Secrets and personal data by the names under which they appear, at the top of a line and one level below. */
const secretKeys = ['pii', 'authorization', 'cookie', 'set-cookie', 'password', 'secret']
const redactedPaths = secretKeys.flatMap((key) => [`["${key}"]`, `*["${key}"]`, `*.headers["${key}"]`])

/**
 * Makes a JSON-lines logger. Names and numbers of people go under `pii`, which is never written:
 * `log.info({ callId, pii: { caller } }, 'call offered')`.
 */
export function createLogger({ name, level = 'info', destination }: LoggerOptions): Logger {
  const options = {
    name,
    level,
    redact: { paths: redactedPaths, censor: '[redacted]' },
    timestamp: pino.stdTimeFunctions.isoTime,
  }
  return destination ? pino(options, destination) : pino(options)
}

/** A logger that says nothing, for tests and tools. */
export function createSilentLogger(): Logger {
  return pino({ level: 'silent' })
}
