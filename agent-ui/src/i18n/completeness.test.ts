import { describe, expect, it } from 'vitest'

const files: Record<string, Record<string, unknown>> = import.meta.glob('./*/*.json', {
  eager: true,
  import: 'default',
})

function flatten(texts: Record<string, unknown>, prefix = ''): [string, string][] {
  return Object.entries(texts).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[prefix + key, value]] : flatten(value as Record<string, unknown>, `${prefix}${key}.`),
  )
}

function texts(locale: string): Map<string, string> {
  const own = Object.entries(files).filter(([path]) => path.startsWith(`./${locale}/`))
  return new Map(own.flatMap(([path, content]) => flatten(content, `${path.split('/')[2]}:`)))
}

function placeholders(text: string): string[] {
  return [...new Set(text.match(/\{[a-zA-Z]+\}/g) ?? [])].sort()
}

const english = texts('en')

describe.each(['uk', 'ru'])('texts in %s', (locale) => {
  const own = texts(locale)

  it('have the same keys as the English ones', () => {
    expect([...own.keys()].sort()).toEqual([...english.keys()].sort())
  })

  it('use the same placeholders as the English ones', () => {
    const differing = [...english].filter(
      ([key, text]) => placeholders(text).join() !== placeholders(own.get(key) ?? '').join(),
    )
    expect(differing.map(([key]) => key)).toEqual([])
  })

  it('give one form for each plural category of the language', () => {
    const plural = [...english.keys()].filter((key) => english.get(key)!.includes(' | '))
    expect(plural.filter((key) => own.get(key)!.split(' | ').length !== 3)).toEqual([])
  })
})

it.each(['en', 'uk', 'ru'])('no text in %s is empty', (locale) => {
  expect([...texts(locale)].filter(([, text]) => text.trim() === '')).toEqual([])
})
