import { describe, expect, it } from 'vitest'
import { markJson } from './mark-json.ts'

const hostile = { 'a"b': '<script>: 1, "x": null', n: [-1.5e3, true, null], empty: {}, text: 'a\\"b: 2' }

describe('JSON for the eye', () => {
  it('loses and adds nothing', () => {
    const text = markJson(hostile)
      .map((part) => part.text)
      .join('')
    expect(JSON.parse(text)).toEqual(hostile)
  })

  it('tells keys from texts, also where a text looks like JSON', () => {
    const kinds = (kind: string) =>
      markJson({ key: '"other": 5' })
        .filter((part) => part.kind === kind)
        .map((part) => part.text)
    expect(kinds('key')).toEqual(['"key":'])
    expect(kinds('string')).toEqual(['"\\"other\\": 5"'])
    expect(kinds('number')).toEqual([])
  })
})
