import { describe, expect, it } from 'vitest'
import { readModelText } from './read-model-text.ts'

const good = { pages: [{ name: 'page', elements: [{ type: 'text', name: 'city', title: 'City' }] }] }

describe('the text of a questionnaire’s model', () => {
  it('is a model when the server would take it', () => {
    expect(readModelText(JSON.stringify(good))).toEqual({ model: good, problems: [] })
  })

  it('is no model while it is not JSON', () => {
    const { model, problems } = readModelText('{ "pages": [')
    expect(model).toBeNull()
    expect(problems.map(({ pointer, code }) => [pointer, code])).toEqual([['/model', 'not-json']])
  })

  it('says where a question is one that we do not draw', () => {
    const withMatrix = { pages: [{ name: 'page', elements: [{ type: 'matrix', name: 'x' }] }] }
    const { model, problems } = readModelText(JSON.stringify(withMatrix))
    expect(model).toBeNull()
    expect(problems[0]?.pointer).toContain('/model/pages/0/elements/0')
  })
})
