import { expect, it } from 'vitest'
import { z } from 'zod'
import * as contract from './index.ts'

/** Every number that a query takes, by the name of its schema. */
const numbers = Object.entries(contract).flatMap(([name, schema]): [string, string, z.ZodType][] => {
  if (!name.endsWith('QuerySchema') || !(schema instanceof z.ZodObject)) return []
  const { properties = {} } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
  const isNumber = (field: string) => JSON.stringify(properties[field]).includes('"integer"')
  return Object.keys(properties).flatMap((field) => (isNumber(field) ? [[name, field, schema]] : []))
})

it('knows where numbers are asked for', () => expect(numbers.length).toBeGreaterThan(10))

it.each(numbers)('%s takes for %s what is written as a number, and no blank for 0', (_name, field, schema) => {
  const problemOf = (text: unknown) => {
    const { error } = schema.safeParse({ [field]: text })
    return error?.issues.find(({ path }) => path[0] === field)?.code
  }
  for (const text of ['', ' ', '\t', '1e1', '0x10', '1.0', 'one', ['5', '6']]) {
    expect([text, problemOf(text)]).toEqual([text, 'invalid_type'])
  }
  expect(problemOf('-1')).toBe('too_small')
  expect(problemOf('5')).toBeUndefined()
})

it('a page that names no numbers has the usual ones', () => {
  expect(contract.pageQuerySchema.parse({})).toEqual({ limit: 50, offset: 0 })
  expect(contract.pageQuerySchema.parse({ limit: '5', offset: '10' })).toEqual({ limit: 5, offset: 10 })
})
