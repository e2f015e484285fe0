import type { Locale } from '@orderline/domain/contract'
import { defineComponent } from 'vue'
import { expect, it } from 'vitest'
import { mountComponent } from '../testing/mount-component.ts'
import { useDialReason } from './use-dial-reason.ts'

async function told(sentence: string, locale: Locale): Promise<string> {
  const line = defineComponent(() => {
    const dialReason = useDialReason()
    return () => dialReason(sentence)
  })
  return (await mountComponent(line, {}, locale)).text()
}

it.each([
  ['en', 1, 'Busy: 1 time'],
  ['en', 3, 'Busy: 3 times'],
  ['uk', 1, 'Зайнято: 1 раз'],
  ['uk', 3, 'Зайнято: 3 рази'],
  ['uk', 5, 'Зайнято: 5 разів'],
  ['ru', 3, 'Занято: 3 раза'],
  ['ru', 21, 'Занято: 21 раз'],
] as const)('counts in %s how often an outcome came: %i', async (locale, times, text) => {
  expect(await told(`busy ${times} times`, locale)).toBe(text)
})

it.each([
  [1, 'The only attempt is made'],
  [4, 'All 4 attempts are made'],
])('tells of %i attempts', async (attempts, text) => {
  expect(await told(`all ${attempts} attempts are made`, 'en')).toBe(text)
})
