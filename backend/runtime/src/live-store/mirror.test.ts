import { expect, test } from 'vitest'
import { createMirror, type LiveChange } from './mirror.ts'

function open() {
  const changes: LiveChange<string>[] = []
  return { changes, mirror: createMirror<string>((change) => void changes.push(change)) }
}
const entry = (v: number, value?: string) => ({ v, value })

test('a late message does not bring back what we have removed since', () => {
  const { mirror } = open()
  mirror.hear('a', entry(1, 'old'), 'elsewhere')
  mirror.applyOwn('a', entry(3))
  mirror.hear('a', entry(2, 'late'), 'elsewhere')
  expect(mirror.values.has('a')).toBe(false)
})

test('an answer that comes after its own message changes nothing', () => {
  const { mirror, changes } = open()
  mirror.hear('a', entry(1, 'x'), 'here')
  mirror.hear('a', entry(2), 'here')
  mirror.applyOwn('a', entry(1, 'x'))
  expect(mirror.values.size).toBe(0)
  expect(changes).toHaveLength(2)
})

test('a reading that began before a removal does not bring it back', () => {
  const { mirror } = open()
  mirror.beginReload()
  mirror.hear('a', entry(2), 'elsewhere')
  mirror.finishReload(new Map([['a', entry(1, 'old')]]))
  expect(mirror.values.has('a')).toBe(false)
})

test('what came while a reading was under way is newer than the reading', () => {
  const { mirror } = open()
  mirror.beginReload()
  mirror.hear('a', entry(2, 'new'), 'elsewhere')
  mirror.finishReload(new Map([['a', entry(1, 'old')]]))
  expect(mirror.values.get('a')).toBe('new')
})

test('a reading is believed also where Redis has lost newer versions', () => {
  const { mirror } = open()
  mirror.hear('a', entry(9, 'lost'), 'elsewhere')
  mirror.beginReload()
  mirror.finishReload(new Map([['a', entry(4, 'kept')]]))
  expect(mirror.entryOf('a')).toEqual(entry(4, 'kept'))
})

test('a reading that tells nothing new tells nobody', () => {
  const { mirror, changes } = open()
  mirror.hear('a', entry(1, 'x'), 'elsewhere')
  mirror.beginReload()
  mirror.finishReload(new Map([['a', entry(1, 'x')]]))
  expect(changes).toHaveLength(1)
})
