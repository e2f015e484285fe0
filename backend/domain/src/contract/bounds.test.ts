import { expect, it } from 'vitest'
import { z } from 'zod'
import * as contract from './index.ts'

/** What people, shops and pages send: bodies, and queries of lists. */
const told = Object.entries(contract).flatMap(([name, schema]): [string, z.ZodType][] =>
  /(Input|Patch|Change|Action|Card|Query)Schema$/.test(name) && schema instanceof z.ZodType ? [[name, schema]] : [],
)

it('knows what is told', () => expect(told.length).toBeGreaterThan(20))

it.each(told)('%s has a bound for each text, list and number', (_name, schema) => {
  const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
  expect(findBoundless(json as JsonSchema, '')).toEqual([])
})

type JsonSchema = {
  type?: string
  enum?: unknown[]
  const?: unknown
  pattern?: string
  format?: string
  maxLength?: number
  maximum?: number
  exclusiveMaximum?: number
  minimum?: number
  maxItems?: number
  items?: JsonSchema
  properties?: Record<string, JsonSchema>
  additionalProperties?: JsonSchema | boolean
  anyOf?: JsonSchema[]
  oneOf?: JsonSchema[]
  allOf?: JsonSchema[]
}

/** Their form says how long they are. */
const shortFormats = ['uuid', 'date', 'date-time']

function findBoundless(schema: JsonSchema, path: string): string[] {
  const parts = [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])]
  const inner = Object.entries(schema.properties ?? {}).flatMap(([name, one]) => findBoundless(one, `${path}/${name}`))
  const values =
    typeof schema.additionalProperties === 'object' ? findBoundless(schema.additionalProperties, `${path}/*`) : []
  const items = schema.items ? findBoundless(schema.items, `${path}/*`) : []
  const own = isBoundless(schema) ? [path] : []
  return [...own, ...inner, ...values, ...items, ...parts.flatMap((part) => findBoundless(part, path))]
}

function isBoundless(schema: JsonSchema): boolean {
  if (schema.enum !== undefined || schema.const !== undefined) return false
  if (schema.type === 'array') return schema.maxItems === undefined
  // Without a bound of its own, a whole number ends where it stops to be exact.
  if (schema.type === 'number' || schema.type === 'integer')
    return (schema.maximum ?? Infinity) >= Number.MAX_SAFE_INTEGER
  if (schema.type !== 'string' || schema.maxLength !== undefined) return false
  return !shortFormats.includes(schema.format ?? '') && !isBounded(schema.pattern)
}

/** Nothing in it may stand any number of times; what is escaped or in a set means itself. */
function isBounded(pattern: string | undefined): boolean {
  return pattern !== undefined && !/[+*]|\{\d+,\}/.test(pattern.replaceAll(/\\.|\[[^\]]*\]/g, ''))
}
