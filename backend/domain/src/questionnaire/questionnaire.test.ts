import { Model } from 'survey-core'
import { describe, expect, it } from 'vitest'
import { checkModel, createQuestionnaire, prefill, withVariables } from './index.ts'
import { isSafePattern } from './safe-pattern.ts'

const model = {
  pages: [
    {
      elements: [
        { type: 'text', name: 'city', title: { default: 'City', uk: 'Місто' }, isRequired: true },
        {
          type: 'radiogroup',
          name: 'deliveryMethod',
          isRequired: true,
          choices: ['courier', { value: 'branch', text: 'Branch office' }],
        },
        {
          type: 'panel',
          name: 'where',
          elements: [
            { type: 'text', name: 'branch', visibleIf: "{deliveryMethod} = 'branch'", isRequired: true },
            { type: 'text', name: 'address', visibleIf: "{deliveryMethod} = 'courier'", isRequired: true },
          ],
        },
        { type: 'text', name: 'deliveryDate', inputType: 'date', min: '2026-01-01' },
        { type: 'comment', name: 'deliveryComment', maxLength: 20 },
        { type: 'checkbox', name: 'gifts', choices: ['tea', 'cup'], showOtherItem: true },
        { type: 'boolean', name: 'offer', title: 'Sale offered', visibleIf: '{consent}', isRequired: true },
        { type: 'rating', name: 'mood' },
        { type: 'boolean', name: 'confirmed', isRequired: true },
      ],
    },
  ],
}
const variables = { consent: false }
const complete = { city: 'Київ', deliveryMethod: 'branch', branch: '№ 5', confirmed: true }

describe('a questionnaire', () => {
  const questionnaire = createQuestionnaire(model)
  const pointersOf = (values: Record<string, unknown>, consent = false) =>
    questionnaire.validateAnswers({ values, variables: { consent } }).map((p) => `${p.pointer} ${p.code}`)

  it('CC-44: asks for every delivery field that the customer’s choice makes necessary', () => {
    expect(pointersOf({ city: 'Київ', deliveryMethod: 'branch', confirmed: true })).toEqual(['/values/branch required'])
    expect(pointersOf({ city: 'Київ', deliveryMethod: 'courier', confirmed: true })).toEqual([
      '/values/address required',
    ])
    expect(pointersOf(complete)).toEqual([])
  })

  it('CC-44: refuses a date outside the form’s bounds', () => {
    expect(pointersOf({ ...complete, deliveryDate: '2020-01-01' })).toEqual(['/values/deliveryDate custom'])
  })

  it('is not complete while the customer has not confirmed', () => {
    expect(pointersOf({ ...complete, confirmed: false })).toEqual(['/values/confirmed not-confirmed'])
  })

  it('asks about offers only those who agreed to hear them', () => {
    expect(pointersOf(complete, true)).toEqual(['/values/offer required'])
    expect(pointersOf(complete, false)).toEqual([])
  })

  it('says what is wrong in the agent’s language', () => {
    const [problem] = questionnaire.validateAnswers({ values: { ...complete, city: '' }, variables, locale: 'uk' })
    expect(problem?.detail).toMatch(/[а-яї]/i)
  })

  it('forgets one filling before the next', () => {
    expect(pointersOf(complete)).toEqual([])
    expect(pointersOf({})).toContain('/values/city required')
  })

  it('takes no fields that it does not ask for, no wrong types, no choices that it does not offer', () => {
    const found = questionnaire.cleanAnswers({
      stranger: 'x',
      __proto__: 1,
      'city-Comment': 'x',
      city: 5,
      branch: 'x'.repeat(2_001),
      deliveryDate: 'tomorrow',
      deliveryMethod: 'rocket',
      gifts: ['tea', { a: 1 }],
      offer: 'yes',
      mood: 'good',
    })
    expect(found.map((p) => p.pointer.slice('/values/'.length)).sort()).toEqual(
      ['branch', 'city', 'city-Comment', 'deliveryDate', 'deliveryMethod', 'gifts', 'mood', 'offer', 'stranger'].sort(),
    )
  })

  it('takes half-typed answers and emptied fields', () => {
    expect(
      questionnaire.cleanAnswers({ city: 'К', branch: null, gifts: ['tea', 'a mug'], 'gifts-Comment': 'red' }),
    ).toEqual([])
  })

  it('CC-47: reads out every answer with its title, and nothing that a later choice has hidden', () => {
    const values = { ...complete, address: 'left over from courier', mood: 5 }
    const read = questionnaire.readAnswers({ values, variables })
    expect(read.values).not.toHaveProperty('address')
    expect(read.marks).toContainEqual({
      name: 'deliveryMethod',
      title: 'deliveryMethod',
      value: 'branch',
      text: 'Branch office',
    })
    expect(read.marks.map((mark) => mark.name)).toEqual(['city', 'deliveryMethod', 'branch', 'mood', 'confirmed'])
  })

  it('CC-47: leaves out what only a hidden answer had shown, however long the chain', () => {
    const elements = [
      { type: 'boolean', name: 'gift' },
      { type: 'boolean', name: 'card', visibleIf: '{gift} = true' },
      { type: 'text', name: 'cardText', visibleIf: '{card} = true' },
      { type: 'boolean', name: 'signed', visibleIf: '{cardText} notempty' },
      { type: 'text', name: 'plain', visibleIf: '{card} empty' },
    ]
    const values = { gift: false, card: true, cardText: 'Happy birthday', signed: true, plain: 'no card' }
    const read = createQuestionnaire({ elements }).readAnswers({ values, variables })
    expect(read.values).toEqual({ gift: false, plain: 'no card' })
  })

  it('is prefilled from the order first, then from the customer, with what fits', () => {
    const customer = { name: 'Olena', email: null, city: 'Львів', region: null, address: 'Main 1' }
    const order = { delivery: { city: 'Київ', method: 'pickup' as const, comment: '' } }
    expect(prefill(questionnaire, { order, customer })).toEqual({ city: 'Київ', address: 'Main 1' })
    expect(prefill(questionnaire, { order: null, customer: null })).toEqual({})
  })

  it('gives its variables to screens as part of the model', () => {
    const screen = new Model(withVariables(model, { consent: true }))
    expect(screen.getQuestionByName('offer').isVisible).toBe(true)
    expect(screen.data).not.toHaveProperty('consent')
  })
})

describe('a question that requires consent', () => {
  const offers = {
    elements: [
      { type: 'text', name: 'city' },
      {
        type: 'panel',
        name: 'sale',
        elements: [
          { type: 'boolean', name: 'warranty', isRequired: true, requiresConsent: true, visibleIf: "{city} = 'Lviv'" },
        ],
      },
    ],
  }
  const bound = createQuestionnaire(offers)
  const lviv = { city: 'Lviv', warranty: true }

  it('may be used, and is neither asked for nor read without consent', () => {
    expect(checkModel(offers)).toEqual([])
    expect(bound.validateAnswers({ values: { city: 'Lviv' }, variables: { consent: false } })).toEqual([])
    expect(bound.readAnswers({ values: lviv, variables: { consent: false } }).values).toEqual({ city: 'Lviv' })
  })

  it('keeps its own condition with consent', () => {
    const variables = { consent: true }
    expect(bound.validateAnswers({ values: { city: 'Lviv' }, variables })).toMatchObject([
      { pointer: '/values/warranty' },
    ])
    expect(bound.validateAnswers({ values: { city: 'Kyiv' }, variables })).toEqual([])
    expect(bound.readAnswers({ values: lviv, variables }).values).toEqual(lviv)
  })

  it('does not reach the screen without consent', () => {
    const withoutConsent = JSON.stringify(withVariables(offers, { consent: false }))
    expect(withoutConsent).toContain('city')
    expect(withoutConsent).not.toContain('warranty')
    const screen = new Model(withVariables(offers, { consent: true }))
    screen.setValue('city', 'Lviv')
    expect(screen.getQuestionByName('warranty').isVisible).toBe(true)
  })
})

describe('checkModel', () => {
  const withElement = (element: object) => ({ elements: [{ type: 'text', name: 'city' }, element] })

  it('accepts what our renderer draws', () => {
    expect(checkModel(model)).toEqual([])
  })

  it.each([
    ['an unknown type', { type: 'html', name: 'x', html: '<script>' }, '/model/elements/1/type'],
    [
      'a property that fetches',
      { type: 'dropdown', name: 'x', choices: [1], choicesByUrl: { url: 'http://h' } },
      '/model/elements/1',
    ],
    ['a name that is no name', { type: 'text', name: 'a b' }, '/model/elements/1/name'],
    ['a name twice', { type: 'text', name: 'city' }, '/model'],
    ['a name of ours', { type: 'text', name: 'consent' }, '/model'],
    ['an unreadable expression', { type: 'text', name: 'x', visibleIf: '{city} = ' }, '/model/elements/1/visibleIf'],
    [
      'a long expression',
      { type: 'text', name: 'x', visibleIf: '1+'.repeat(300) + '1' },
      '/model/elements/1/visibleIf',
    ],
    [
      'a pattern that never ends',
      { type: 'text', name: 'x', validators: [{ type: 'regex', regex: '^(a+)+$' }] },
      '/model/elements/1/validators/0/regex',
    ],
  ])('refuses %s', (_what, element, pointer) => {
    expect(checkModel(withElement(element)).map((p) => p.pointer)).toEqual([pointer])
  })

  it('refuses triggers, a form without questions and a model without end', () => {
    expect(checkModel({ ...model, triggers: [] })).toHaveLength(1)
    expect(checkModel({})).toHaveLength(1)
    expect(checkModel({ elements: [{ type: 'comment', name: 'x', title: 'x'.repeat(200_000) }] })[0]?.code).toBe(
      'too-big',
    )
    const nest = (depth: number): object =>
      depth === 0 ? { type: 'text', name: 'x' } : { type: 'panel', name: `p${depth}`, elements: [nest(depth - 1)] }
    expect(checkModel({ elements: [nest(5_000)] })[0]?.code).toBe('too-deep')
  })
})

describe('isSafePattern', () => {
  it.each(['^\\d{5}$', '^[A-Z]{2}\\d+$', '^№ ?\\d+$'])('lets %s run', (pattern) => {
    expect(isSafePattern(pattern)).toBe(true)
  })
  it.each(['(a+)+', '(a|a)*b', 'a*a*a*b', '(?:x{1,9}){9}', '[', 'x'.repeat(101)])('does not let %s run', (pattern) => {
    expect(isSafePattern(pattern)).toBe(false)
  })
})
