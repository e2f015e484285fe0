import type { Media } from '../port.ts'

/**
 * What ARI is asked to play. Digits, letters and numbers up to 99 become sounds of their own: Asterisk cannot stop its
 * `digits:`, `characters:` and `number:` before their end (it answers 500), and the one who is found would have to be
 * kept waiting for it.
 */
export function mediaUris(media: readonly Media[]): string {
  return media.flatMap(soundsOf).join(',')
}

/** The same for the dialplan's `Playback`, which knows files only. */
export function soundNames(media: readonly Media[]): string {
  const sounds = media.flatMap(soundsOf).filter((uri) => uri.startsWith('sound:'))
  return sounds.map((uri) => uri.slice('sound:'.length)).join('&')
}

function soundsOf(media: Media): string[] {
  if ('sound' in media) return [`sound:${media.sound}`]
  if ('number' in media) return numberSounds(media.number)
  if ('digits' in media) return [...media.digits].map((digit) => `sound:digits/${digitNames[digit] ?? digit}`)
  return [...media.letters].flatMap(letterSound)
}

const digitNames: Record<string, string> = { '*': 'star', '#': 'pound' }

function letterSound(letter: string): string[] {
  if (/\d/.test(letter)) return [`sound:digits/${letter}`]
  if (/[a-z]/i.test(letter)) return [`sound:letters/${letter.toLowerCase()}`]
  return letter === '-' ? ['sound:letters/dash'] : []
}

function numberSounds(number: number): string[] {
  if (!Number.isInteger(number) || number < 0 || number > 99) return [`number:${number}`]
  if (number <= 20) return [`sound:digits/${number}`]
  const ones = number % 10
  return [`sound:digits/${number - ones}`, ...(ones > 0 ? [`sound:digits/${ones}`] : [])]
}
