import { describe, expect, it } from 'vitest'
import { createFormModel, problemsOf } from './create-form-model.ts'
import { describeForm, type FormField, type FormNode } from './form-view.ts'

const json = {
  elements: [
    { type: 'text', name: 'city', title: { default: 'City', uk: 'Місто' }, isRequired: true },
    {
      type: 'panel',
      name: 'delivery',
      title: 'Delivery',
      elements: [
        { type: 'radiogroup', name: 'method', choices: [{ value: 'courier', text: 'Courier' }, 'branch'] },
        { type: 'comment', name: 'branch', visibleIf: "{method} = 'branch'" },
      ],
    },
    { type: 'html', name: 'hint', html: '<b>Say</b> <script>alert(1)</script>hello' },
    { type: 'rating', name: 'mark', rateMax: 3 },
    { type: 'signaturepad', name: 'signature' },
  ],
}

function fieldsOf(nodes: FormNode[]): FormField[] {
  return nodes.flatMap((node) => (node.kind === 'group' ? fieldsOf(node.children) : [node]))
}

function field(values: Record<string, unknown>, name: string, locale: 'en' | 'uk' = 'en'): FormField | undefined {
  return fieldsOf(describeForm(createFormModel(json, values, locale))).find((one) => one.name === name)
}

describe('the form drawn from a questionnaire', () => {
  it('has the titles of the language', () => {
    expect(field({}, 'city', 'uk')?.title).toBe('Місто')
  })

  it('shows a question only while its condition holds', () => {
    expect(field({ method: 'courier' }, 'branch')).toBeUndefined()
    expect(field({ method: 'branch' }, 'branch')).toBeDefined()
  })

  it('keeps panels as groups, in order', () => {
    const [page] = describeForm(createFormModel(json, {}, 'en'))
    expect(page?.children.map(({ name }) => name)).toEqual(['city', 'delivery', 'hint', 'mark', 'signature'])
  })

  it('gives choices with value and text', () => {
    expect(field({}, 'method')?.choices).toEqual([
      { value: 'courier', text: 'Courier' },
      { value: 'branch', text: 'branch' },
    ])
    expect(field({}, 'mark')?.choices.map(({ value }) => value)).toEqual([1, 2, 3])
  })

  it('shows markup as text', () => {
    expect(field({}, 'hint')?.description).not.toContain('<')
  })

  it('says which types it cannot draw', () => {
    expect(field({}, 'signature')?.type).toBe('unsupported')
  })

  it('names what is missing, in the language', () => {
    const problems = problemsOf(createFormModel(json, {}, 'uk'))
    expect(Object.keys(problems)).toEqual(['city'])
    expect(problems.city).toMatch(/[а-яі]/i)
  })
})
