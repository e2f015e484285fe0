import type { Clock } from '@orderline/runtime/clock'
import type { Telephony } from '../telephony/port.ts'

export type HasSound = Telephony['hasSound']

/** So soon a name that somebody has recorded is heard. */
const rememberMs = 60_000
/** More shops than a centre works for. */
const mostRemembered = 1_000

/** Asks the exchange for a sound once a minute, and not with each dial. What could not be asked is not remembered. */
export function createKnownSounds({ telephony, now }: { telephony: Pick<Telephony, 'hasSound'>; now: Clock }) {
  /** By name, the oldest first, as a Map keeps them. */
  const asked = new Map<string, { at: number; answer: Promise<boolean> }>()

  function remember(name: string, answer: Promise<boolean>): void {
    asked.delete(name)
    const [oldest] = asked.set(name, { at: now(), answer }).keys()
    if (oldest !== undefined && asked.size > mostRemembered) asked.delete(oldest)
    answer.catch(() => {
      if (asked.get(name)?.answer === answer) asked.delete(name)
    })
  }

  const hasSound: HasSound = (name) => {
    const known = asked.get(name)
    if (known && now() < known.at + rememberMs) return known.answer
    const answer = telephony.hasSound(name)
    remember(name, answer)
    return answer
  }
  return hasSound
}
