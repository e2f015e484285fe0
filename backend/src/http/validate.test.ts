import fc from 'fast-check'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { toFieldProblems } from './validate.ts'

function pointersOf(schema: z.ZodType, value: unknown): string[] {
  const parsed = schema.safeParse(value)
  return parsed.success ? [] : toFieldProblems(parsed.error).map((problem) => problem.pointer)
}

test('a field deep inside is pointed to from the top', () => {
  const schema = z.strictObject({ items: z.array(z.strictObject({ price: z.number() })) })
  expect(pointersOf(schema, { items: [{ price: 1 }, { price: 'x' }] })).toEqual(['/items/1/price'])
})

test('each unknown field is a problem of its own', () => {
  expect(pointersOf(z.strictObject({}), { one: 1, two: 2 })).toEqual(['/one', '/two'])
})

test('a body that is no object at all is pointed to as a whole', () => {
  expect(pointersOf(z.strictObject({}), [])).toEqual([''])
})

test('whatever a field is called, its pointer leads back to it', () => {
  const unescape = (part: string) => part.replaceAll('~1', '/').replaceAll('~0', '~')
  const name = fc.string({ minLength: 1, maxLength: 40 }).filter((text) => text !== '__proto__')
  fc.assert(
    fc.property(name, (field) => {
      const [pointer] = pointersOf(z.strictObject({}), { [field]: 1 })
      expect(pointer?.startsWith('/')).toBe(true)
      expect(unescape(pointer?.slice(1) ?? '')).toBe(field)
    }),
  )
})
