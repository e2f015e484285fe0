import { describe, expect, it } from 'vitest'
import { fieldProblems } from '../../testing/field-problems.ts'
import { blankCard, toHandCallInput, toHandCard, type HandCallDraft } from './hand-call-draft.ts'

const clientId = '0197a000-0000-7000-8000-000000000001'
const ukraine = { country: 'UA' }
const draft = (over: Partial<HandCallDraft> = {}): HandCallDraft => ({
  ...{ ...blankCard(), clientId, number: '067 123 45 67' },
  ...over,
})

describe('a call by hand as it is typed', () => {
  it('RS-44: reads the number as one of the shop’s country, and sends no card where none was entered', () => {
    expect(toHandCallInput(draft(), ukraine)).toEqual({ clientId, number: '+380671234567', card: null })
    expect(toHandCallInput(draft({ number: '22 123 45 67' }), { country: 'PL' }).number).toBe('+48221234567')
  })

  it('RS-44: sends what was entered of the customer', () => {
    const card = { name: 'Iryna', about: 'a lamp', orderNumber: '1001' }
    expect(toHandCallInput(draft(card), ukraine).card).toEqual(card)
  })

  it('RS-44: asks for the name at its field when anything else was entered', () => {
    expect(fieldProblems(() => toHandCallInput(draft({ about: 'a lamp' }), ukraine))).toEqual(['/name required'])
    expect(fieldProblems(() => toHandCard({ ...blankCard(), about: 'a lamp' }))).toEqual(['/name required'])
  })

  it('says which number is none, and that one is needed', () => {
    expect(fieldProblems(() => toHandCallInput(draft({ number: 'abc' }), ukraine))).toEqual(['/number not-a-number'])
    expect(fieldProblems(() => toHandCallInput(draft({ number: ' ' }), ukraine))).toEqual(['/number required'])
  })
})
