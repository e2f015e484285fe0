import { expect, test } from 'vitest'
import type { Media } from '../port.ts'
import { mediaUris, soundNames } from './media-uris.ts'

test.each<[Media, string]>([
  [{ sound: 'queue-thankyou' }, 'sound:queue-thankyou'],
  [{ digits: '38#' }, 'sound:digits/3,sound:digits/8,sound:digits/pound'],
  [{ letters: 'aB-1 ' }, 'sound:letters/a,sound:letters/b,sound:letters/dash,sound:digits/1'],
  [{ number: 7 }, 'sound:digits/7'],
  [{ number: 20 }, 'sound:digits/20'],
  [{ number: 42 }, 'sound:digits/40,sound:digits/2'],
  [{ number: 90 }, 'sound:digits/90'],
  [{ number: 100 }, 'number:100'],
])('%j is played by sounds that can be stopped: %s', (media, uris) => {
  expect(mediaUris([media])).toBe(uris)
})

test('one after the other, in their order', () => {
  expect(mediaUris([{ sound: 'a' }, { digits: '12' }])).toBe('sound:a,sound:digits/1,sound:digits/2')
})

test('the dialplan plays the same sounds by their names', () => {
  expect(soundNames([{ sound: 'im-sorry' }, { digits: '12' }, { number: 100 }])).toBe('im-sorry&digits/1&digits/2')
})
