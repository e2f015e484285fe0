import { z } from 'zod'
import { e164Schema, idSchema, locales, roles, skillLevelSchema, skillRequirementSchema } from './common.ts'

const name = z.string().trim().min(1).max(120)
const code = z
  .string()
  .trim()
  .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'lower-case letters, digits and hyphens')

const userFields = z.strictObject({
  login: z
    .string()
    .trim()
    .regex(/^[a-z0-9._@-]{2,60}$/, 'lower-case letters, digits and . _ @ -'),
  name,
  role: z.enum(roles),
  /** Only for role client: the shop whose data this user sees. */
  clientId: idSchema.nullable().default(null),
  locale: z.enum(locales).default('en'),
  /** `persistent`: one audio leg for the shift, needed for dialled calls; `ring`: a leg for each call. */
  audioMode: z.enum(['ring', 'persistent']).default('ring'),
  active: z.boolean().default(true),
  skills: z
    .array(z.strictObject({ skillId: idSchema, level: skillLevelSchema }))
    .max(100)
    .default([]),
  /** Left out when unchanged. */
  password: z.string().min(8).max(200).optional(),
})

const roleAndShop = z.object({ role: userFields.shape.role, clientId: userFields.shape.clientId })
const fitsRole = ({ role, clientId }: z.infer<typeof roleAndShop>) => (role === 'client') === (clientId !== null)
/** Between two fields; told as soon as these two can be read, beside what is wrong with the others. */
const shopOfRole = {
  path: ['clientId'],
  error: 'a user of role client belongs to a client, others to none',
  params: { code: 'mismatch' },
  when: ({ value }: { value: unknown }) => roleAndShop.safeParse(value).success,
}

export const userInputSchema = userFields.refine(fitsRole, shopOfRole)
/** One who is made has no password yet that could stay. */
export const newUserInputSchema = userFields.required({ password: true }).refine(fitsRole, shopOfRole)
export type UserInput = z.infer<typeof userInputSchema>
export type UserView = Omit<UserInput, 'password'> & { id: string; createdAt: number }

export const skillInputSchema = z.strictObject({ code, name })
export type SkillInput = z.infer<typeof skillInputSchema>
export type SkillView = SkillInput & { id: string }

export const queueInputSchema = z.strictObject({
  code,
  name,
  requiredSkills: z.array(skillRequirementSchema).max(20).default([]),
  /** Higher goes first among calls that wait. */
  priority: z.number().int().min(0).max(100).default(50),
  ringTimeoutSeconds: z.number().int().min(5).max(120).default(20),
  wrapUpSeconds: z.number().int().min(0).max(600).default(30),
  /** Calls past this are told that all are busy and become missed calls. */
  maxWaiting: z.number().int().min(1).max(1000).default(100),
  maxWaitSeconds: z.number().int().min(10).max(7200).default(900),
  announcePositionSeconds: z.number().int().min(15).max(600).default(30),
  recordCalls: z.boolean().default(true),
})
export type QueueInput = z.infer<typeof queueInputSchema>
export type QueueView = QueueInput & { id: string }

export const didInputSchema = z.strictObject({
  number: e164Schema,
  clientId: idSchema,
  queueId: idSchema,
  label: z.string().trim().max(120).default(''),
})
export type DidInput = z.infer<typeof didInputSchema>
export type DidView = DidInput & { id: string }

const webhookUrl = z
  .url({ protocol: /^https?$/ })
  .max(500)
  .nullable()
  .default(null)

export const clientInputSchema = z.strictObject({
  code,
  name,
  /** ISO 3166-1 alpha-2; numbers without a country code are read as numbers of this country. */
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .default('UA'),
  timeZone: z.string().min(1).max(60).default('Europe/Kyiv'),
  color: z
    .string()
    .regex(/^#[0-9a-f]{6}$/i)
    .default('#2563eb'),
  /** What the agent says first. */
  greeting: z.string().trim().max(500).default(''),
  /** Shown to the agent: terms and prices of delivery. */
  deliveryRules: z.string().trim().max(4000).default(''),
  /** The number that customers see when we call them, E.164. */
  callerNumber: e164Schema.nullable().default(null),
  /** The queue (and so the skills) of calls about this client's orders. */
  orderQueueId: idSchema.nullable().default(null),
  shopWebhookUrl: webhookUrl,
  logisticsWebhookUrl: webhookUrl,
  active: z.boolean().default(true),
  /** Dialling an unknown number by hand makes a customer and an order at once; else only what an agent enters is kept. */
  handCallMakesOrder: z.boolean().default(false),
})
export type ClientInput = z.infer<typeof clientInputSchema>
export type ClientView = ClientInput & { id: string }

/** Shown once, when made; only its hash is kept. */
export type ApiKeyCreated = { id: string; clientId: string; label: string; key: string }
export type ApiKeyView = {
  id: string
  clientId: string
  label: string
  prefix: string
  createdAt: number
  lastUsedAt: number | null
  revokedAt: number | null
}
export const apiKeyInputSchema = z.strictObject({ label: name })

export const questionnairePurposes = ['inbound', 'order'] as const
export type QuestionnairePurpose = (typeof questionnairePurposes)[number]

export const questionnaireInputSchema = z.strictObject({
  clientId: idSchema,
  purpose: z.enum(questionnairePurposes),
  title: name,
  /** A SurveyJS JSON model; checked by building it. */
  model: z.record(z.string(), z.unknown()),
})
export type QuestionnaireInput = z.infer<typeof questionnaireInputSchema>
/** A version is never changed once published: publishing a draft makes it the current one. */
export type QuestionnaireView = QuestionnaireInput & {
  id: string
  version: number
  status: 'draft' | 'published' | 'retired'
  createdAt: number
  publishedAt: number | null
}
