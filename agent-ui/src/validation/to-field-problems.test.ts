import { newUserInputSchema, skillInputSchema, userInputSchema } from '@orderline/domain/contract'
import { describe, expect, it } from 'vitest'
import { toFieldProblems } from './to-field-problems.ts'

describe('problems of a form', () => {
  it('calls an empty field one that must be filled in, a short one too short', () => {
    const { error: empty } = skillInputSchema.safeParse({ code: 'a', name: ' ' })
    expect(toFieldProblems(empty!)).toMatchObject([{ pointer: '/name', code: 'required' }])
    const { error: short } = userInputSchema.safeParse({ login: 'ab', name: 'A', role: 'agent', password: 'short' })
    expect(toFieldProblems(short!)).toMatchObject([{ pointer: '/password', code: 'too_small' }])
  })

  it('tells a rule between two fields by its own code, beside what is wrong with others', () => {
    const { error } = newUserInputSchema.safeParse({ login: 'ab', name: ' ', role: 'client', clientId: null })
    expect(toFieldProblems(error!).map(({ pointer, code }) => [pointer, code])).toEqual([
      ['/name', 'required'],
      ['/password', 'invalid_type'],
      ['/clientId', 'mismatch'],
    ])
  })
})
