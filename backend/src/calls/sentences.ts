import type { Farewell } from '@orderline/domain/call'
import type { Media } from '../telephony/port.ts'

/** What callers hear, in sounds that come with Asterisk. */
export const greeting: Media[] = [{ sound: 'queue-thankyou' }]

export const farewells: Record<Farewell, Media[]> = {
  'all-busy': [{ sound: 'tt-allbusy' }, { sound: 'please-try-call-later' }],
  'waited-too-long': [{ sound: 'tt-allbusy' }, { sound: 'vm-tocallback' }],
}

/** "You are next", or "there are … callers before you". */
export function positionSentence(position: number): Media[] {
  if (position <= 1) return [{ sound: 'queue-youarenext' }]
  return [{ sound: 'queue-thereare' }, { number: position - 1 }, { sound: 'queue-callswaiting' }]
}
