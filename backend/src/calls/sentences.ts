import type { Farewell } from '@orderline/domain/call'
import type { Media } from '../telephony/port.ts'

/** What callers hear, in sounds that come with Asterisk. */
export const greeting: Media[] = [{ sound: 'queue-thankyou' }]

/** "Press 1 to call this number": by us. */
export const callbackOffer: Media[] = [{ sound: 'vm-press' }, { digits: '1' }, { sound: 'to-call-this-number' }]

/** Where an installation puts the recorded name of a shop, by its code. */
export function nameSound(clientCode: string): string {
  return `clients/${clientCode}`
}

/** One last sentence. `name`: who called; `number`: which number to ring back, E.164. */
export function farewellSentence(farewell: Farewell, caller: { name: Media; number: string | null }): Media[] {
  switch (farewell) {
    case 'all-busy':
    case 'waited-too-long':
      return [{ sound: 'vm-nobodyavail' }, { sound: 'please-try-call-later' }]
    case 'abandoned':
      return abandoned(caller)
    case 'callback-promised':
    case 'thanks':
      return [{ sound: 'auth-thankyou' }, { sound: 'vm-goodbye' }]
  }
}

/** Who called, and the number at which they can be reached (16 CFR 310.4(b)(4)(iii), 47 CFR 64.1200(a)(7)(i)). */
function abandoned({ name, number }: { name: Media; number: string | null }): Media[] {
  const toRingBack: Media[] =
    number === null ? [] : [{ sound: 'to-call-this-number' }, { digits: number.replace(/\D/g, '') }]
  return [name, { sound: 'im-sorry' }, { sound: 'vm-nobodyavail' }, ...toRingBack, { sound: 'vm-goodbye' }]
}

/** "You are next", or "there are … callers before you". */
export function positionSentence(position: number): Media[] {
  if (position <= 1) return [{ sound: 'queue-youarenext' }]
  return [{ sound: 'queue-thereare' }, { number: position - 1 }, { sound: 'queue-callswaiting' }]
}
