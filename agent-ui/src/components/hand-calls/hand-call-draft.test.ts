import type { HandCallCustomer } from '@orderline/domain/contract'
import { describe, expect, it } from 'vitest'
import { fieldProblems } from '../../testing/field-problems.ts'
import { blankCard, isTyped, toHandCallInput, toHandCard, type HandCallDraft } from './hand-call-draft.ts'

const clientId = '0197a000-0000-7000-8000-000000000001'
const ukraine = { country: 'UA' }
const unknown: HandCallCustomer = { name: null, isKnown: false, makesOrder: false }
const draft = (over: Partial<HandCallDraft> = {}): HandCallDraft => ({
  ...{ ...blankCard(), clientId, number: '067 123 45 67' },
  ...over,
})

describe('a call by hand as it is typed', () => {
  it('RS-44: reads the number as one of the shop’s country, and sends no card where none was entered', () => {
    expect(toHandCallInput(draft(), ukraine, unknown)).toEqual({ clientId, number: '+380671234567', card: null })
    expect(toHandCallInput(draft({ number: '22 123 45 67' }), { country: 'PL' }, unknown).number).toBe('+48221234567')
  })

  it('RS-44: sends what was entered of the customer', () => {
    const card = { name: 'Iryna', about: 'a lamp', orderNumber: '1001' }
    expect(toHandCallInput(draft(card), ukraine, unknown).card).toEqual(card)
  })

  it('RS-44: asks for the name at its field when anything else was entered', () => {
    expect(fieldProblems(() => toHandCallInput(draft({ about: 'a lamp' }), ukraine, unknown))).toEqual([
      '/name required',
    ])
    expect(fieldProblems(() => toHandCard({ ...blankCard(), about: 'a lamp' }))).toEqual(['/name required'])
  })

  it('RS-44: sends nothing of what is not on the screen: of a known customer, or while nobody knows whose the number is', () => {
    const typed = draft({ name: 'Iryna', about: 'a lamp' })
    expect(toHandCallInput(typed, ukraine, { ...unknown, isKnown: true, name: 'Petro' }).card).toBeNull()
    expect(toHandCallInput(typed, ukraine, null).card).toBeNull()
    expect(fieldProblems(() => toHandCallInput(draft({ about: 'a lamp' }), ukraine, null))).toEqual([])
  })

  it('counts as typed when a person would miss it: a shop alone does not', () => {
    expect(isTyped(draft({ number: ' ' }))).toBe(false)
    expect(isTyped(draft())).toBe(true)
    expect(isTyped(draft({ number: '', about: 'a lamp' }))).toBe(true)
  })

  it('says which number is none, and that one is needed', () => {
    expect(fieldProblems(() => toHandCallInput(draft({ number: 'abc' }), ukraine, unknown))).toEqual([
      '/number not-a-number',
    ])
    expect(fieldProblems(() => toHandCallInput(draft({ number: ' ' }), ukraine, unknown))).toEqual(['/number required'])
  })
})
