import { z } from 'zod'
import { callingHoursSetting, isTimeZone } from '@orderline/domain/dialing'
import { redisUrlProblem } from '@orderline/runtime/redis'

const flag = z
  .enum(['0', '1', 'true', 'false'])
  .default('0')
  .transform((value) => value === '1' || value === 'true')
const keeping = z.coerce.number().int().min(0).max(12_000)
const port = z.coerce.number().int().min(0).max(65_535)

const redisUrl = z.string().superRefine((url, context) => {
  const problem = redisUrlProblem(url)
  if (problem !== undefined) context.addIssue(problem)
})

/** Every variable that the backend reads, with its default. docs/running-it.md explains them to an administrator. */
const environmentSchema = z.object({
  HOST: z.string().default('127.0.0.1'),
  PORT: port.default(8080),
  /** The address that browsers and shops use; decides cookies' Secure flag and links in webhooks. */
  PUBLIC_URL: z.url().optional(),
  DATABASE_URL: z.string().startsWith('mysql://'),
  REDIS_URL: redisUrl,
  ARI_URL: z.url().default('http://127.0.0.1:8088'),
  ARI_USERNAME: z.string().min(1),
  ARI_PASSWORD: z.string().min(1),
  ARI_APP: z.string().min(1).default('orderline'),
  /** Asterisk's own WebSocket, to which the browsers' SIP is passed on. */
  SIP_WS_URL: z.string().regex(/^wss?:\/\//),
  /** The PJSIP endpoint through which calls leave. */
  TRUNK_ENDPOINT: z.string().min(1).default('trunk'),
  RECORDINGS_DIR: z.string().min(1),
  VOICEMAIL_DIR: z.string().min(1),
  /** Where uploaded lists are kept, of which several backends see the same; beside the recordings, if left out. */
  UPLOADS_DIR: z.string().min(1).optional(),
  /** What agents talk with: the screen's own softphone, or SIP phones (desk phones, headless load). */
  AGENT_PHONES: z.enum(['webrtc', 'sip']).default('webrtc'),
  /** In seconds: a screen that sent no audio for so long is gone, and its customer goes to another agent. 0: never. */
  AGENT_AUDIO_TIMEOUT: z.coerce.number().int().min(0).max(3_600).default(20),
  /** Where the built screens are; left out in development, where Vite serves them. */
  UI_DIR: z.string().optional(),
  /** JSON list of ICE servers for the browsers, as RTCIceServer. */
  ICE_SERVERS: z
    .string()
    .default('[]')
    .transform((text) =>
      z
        .array(z.object({ urls: z.string(), username: z.string().optional(), credential: z.string().optional() }))
        .parse(JSON.parse(text)),
    ),
  /** Webhooks to loopback and private networks; only for the demo and for shops inside the same network. */
  WEBHOOK_ALLOW_PRIVATE: flag,
  /** Requests a minute for one API key. */
  API_RATE_PER_MINUTE: z.coerce.number().int().min(1).default(600),
  /** Attempts to log in a minute from one address; a whole office may share one. */
  LOGINS_PER_MINUTE: z.coerce.number().int().min(1).default(300),
  TRUST_PROXY: flag,
  DEMO: flag,
  DEMO_CARRIER_ARI_URL: z.url().optional(),
  DEMO_CARRIER_ARI_USERNAME: z.string().optional(),
  DEMO_CARRIER_ARI_PASSWORD: z.string().optional(),
  DEMO_CARRIER_SIP_WS_URL: z.string().optional(),
  DEMO_PHONE_USERNAME: z.string().optional(),
  DEMO_PHONE_PASSWORD: z.string().optional(),
  /** The demo's people as JSON, shown on its page: any key → login and password. */
  DEMO_LOGINS: z
    .string()
    .default('{}')
    .transform((text) =>
      z.record(z.string(), z.object({ login: z.string(), password: z.string() })).parse(JSON.parse(text)),
    ),
  /** Of the centre: its figures of the day begin at this zone's midnight. The machine's own, if left out. */
  TIME_ZONE: z
    .string()
    .default(() => new Intl.DateTimeFormat().resolvedOptions().timeZone)
    .refine(isTimeZone, 'not a time zone of the IANA database, as Europe/Kyiv'),
  /** When customers may be called, by their own clocks. Wider than 8 to 21 is against the law in most countries. */
  CALLING_HOURS: callingHoursSetting,
  /** In so many minutes a missed call is called back; then it is a task, and supervisors are told. */
  MISSED_CALL_MINUTES: z.coerce.number().int().min(1).max(1_440).default(15),
  /** How long the journal of calls, webhooks that were told, recordings and uploaded lists are kept; 0: for ever. */
  KEEP_CALL_EVENTS_MONTHS: keeping.default(13),
  KEEP_WEBHOOKS_DAYS: keeping.default(90),
  KEEP_RECORDINGS_MONTHS: keeping.default(0),
  KEEP_UPLOADS_DAYS: keeping.default(30),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
})

export type Config = z.infer<typeof environmentSchema>

/**
 * Reads the environment once. Throws an error that names each variable that is missing or wrong, in one message.
 */
export function readConfig(environment: Record<string, string | undefined> = process.env): Config {
  const parsed = environmentSchema.safeParse(environment)
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
  throw new Error(`The environment is not complete:\n  ${problems.join('\n  ')}`)
}
