import { expect, it } from 'vitest'
import { fieldProblems } from '../../testing/field-problems.ts'
import { toDoNotCallInput } from './do-not-call-draft.ts'

const clientId = '0190f3a0-0000-7000-8000-000000000001'
const shop = { country: 'UA' }
const forShop = (number: string) => ({ number, clientId, note: '' })
const forAll = (number: string) => ({ number, clientId: null, note: '' })

const problemsOf = (...typed: Parameters<typeof toDoNotCallInput>) => fieldProblems(() => toDoNotCallInput(...typed))

it('reads a number for a shop in any spelling of the shop’s country', () => {
  for (const number of ['067 123-45-67', '+38 (067) 1234567', '380671234567'])
    expect(toDoNotCallInput(forShop(number), shop)).toEqual({ number: '+380671234567', clientId, note: '' })
})

it('takes a number for all shops with its country code only, and says so', () => {
  expect(toDoNotCallInput(forAll('+48 22 123 45 67'), undefined).number).toBe('+48221234567')
  expect(problemsOf(forAll('067 123 45 67'), undefined)).toEqual(['/number needs-country'])
})

it('says what is no number, and what is missing', () => {
  expect(problemsOf(forShop('tomorrow'), shop)).toEqual(['/number not-a-number'])
  expect(problemsOf(forAll(' '), undefined)).toEqual(['/number required'])
})
