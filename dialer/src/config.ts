import { z } from 'zod'
import { callingHoursSetting } from '@orderline/domain/dialing'
import { redisUrlProblem } from '@orderline/runtime/redis'

const redisUrl = z.string().superRefine((url, context) => {
  const problem = redisUrlProblem(url)
  if (problem !== undefined) context.addIssue(problem)
})

/** Every variable that the dialer reads, with its default. docs/running-it.md explains them to an administrator. */
const environmentSchema = z.object({
  DATABASE_URL: z.string().startsWith('mysql://'),
  REDIS_URL: redisUrl,
  /** `/health` and `/metrics`, without login: keep them on a network that only the machine's keepers reach. */
  HEALTH_HOST: z.string().min(1).default('127.0.0.1'),
  HEALTH_PORT: z.coerce.number().int().min(0).max(65_535).default(8081),
  /** Most customers on the line at once, whoever called whom, and most dials begun in a second: what the trunk bears. */
  TRUNK_MAX_CHANNELS: z.coerce.number().int().min(1).default(500),
  TRUNK_MAX_CALLS_PER_SECOND: z.coerce.number().int().min(1).default(50),
  /** How long a phone rings that no campaign dials; no country that we dial allows less than 15 s. */
  DIAL_RING_SECONDS: z.coerce.number().int().min(15).max(60).default(27),
  /** When customers may be called, by their own clocks. Wider than 8 to 21 is against the law in most countries. */
  CALLING_HOURS: callingHoursSetting,
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
})

export type Config = z.infer<typeof environmentSchema>

/** Reads the environment once. Throws an error that names each variable that is missing or wrong, in one message. */
export function readConfig(environment: Record<string, string | undefined> = process.env): Config {
  const parsed = environmentSchema.safeParse(environment)
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
  throw new Error(`The environment is not complete:\n  ${problems.join('\n  ')}`)
}
