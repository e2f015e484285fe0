import { z } from 'zod'

/** Every identifier of ours is a UUID version 7 in text form (RFC 9562): sortable by time of creation. */
export const idSchema = z.uuid()

export const e164Schema = z.string().regex(/^\+[1-9]\d{6,14}$/, 'a number in E.164 form, as +380441234567')

/** Epoch milliseconds, UTC. Inside the programs every `…At` has this form. */
export type EpochMs = number

/** What is later than this is a mistake, and a DATETIME of the database ends with the year 9999. */
const latestMoment = Date.UTC(2199, 11, 31)

/** A moment of which a program or a person tells us. */
export const momentSchema = z.number().int().min(0).max(latestMoment)

/**
 * A number where everything is text: in a query or a path. Only digits are one: JavaScript would read a blank, as a filter
 * that was left empty sends it, as 0.
 */
export function numberFromText(number: z.ZodNumber) {
  return z.preprocess((text) => (typeof text === 'string' && /^-?\d+$/.test(text) ? Number(text) : text), number)
}

/** The same in a query. */
export const momentQuerySchema = numberFromText(momentSchema)

/** The same as ISO 8601 writes it, with its offset from UTC. */
export const momentTextSchema = z.iso
  .datetime({ offset: true })
  .refine((text) => momentSchema.safeParse(Date.parse(text)).success, 'a moment from 1970 until 2199')

export const roles = ['agent', 'supervisor', 'admin', 'client', 'logistics'] as const
export type Role = (typeof roles)[number]

export const locales = ['en', 'uk', 'ru'] as const
export type Locale = (typeof locales)[number]

/** A level from 1 (may) to 5 (expert). */
export const skillLevelSchema = z.number().int().min(1).max(5)

export const skillRequirementSchema = z.strictObject({ skillId: idSchema, minLevel: skillLevelSchema })
export type SkillRequirement = z.infer<typeof skillRequirementSchema>

export const pageQuerySchema = z.object({
  limit: numberFromText(z.number().int().min(1).max(200)).default(50),
  offset: numberFromText(z.number().int().min(0).max(100_000)).default(0),
  search: z.string().trim().max(100).optional(),
})
export type PageQuery = z.infer<typeof pageQuerySchema>

/** What every list route answers. `total` counts all rows that match, not only this page. */
export type Page<T> = { items: T[]; total: number }

/** One of the problems that a request had; `pointer` is a JSON pointer into its body (RFC 6901). */
export type FieldProblem = { pointer: string; code: string; detail: string }

/** RFC 9457 problem details, as every error of the HTTP API is answered. */
export type Problem = {
  type: string
  title: string
  status: number
  code: string
  detail?: string
  errors?: FieldProblem[]
  /** Of a deletion that was refused: who still needs the record. */
  usedBy?: RecordUse[]
}

/** Records of one kind (a table's name) that need another one; `count` ends at 1,000, `names` after a few. */
export type RecordUse = { kind: string; count: number; names: string[] }
