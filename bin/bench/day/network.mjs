/**
 * @typedef {import('./town.mjs').Fate} Fate
 * @typedef {object} Dial one dial, as the telephone network has it
 * @property {string} number @property {number} at @property {number | null} answeredAt @property {'person' | 'machine' | null} answeredBy
 * @property {number | null} endedAt null while it lasts @property {Fate['kind'] | 'number busy'} fate
 * @property {'network' | 'centre' | null} endedBy
 */

const ringsAfterMs = 1_500
const causes = { unallocated: 1, busy: 17, 'no-answer': 19, rejected: 21, congestion: 34 }
/** Longer than an answer may wait for: who hears nobody hangs up. */
const machineRecordsMs = 60_000

/**
 * The telephone network around the exchange in memory: it carries out dials as the town's people would, and keeps its
 * own record of them.
 * @param {{ createFakeTelephony: any, fate: (number: string, nth: number) => Fate }} options
 */
export function createNetwork({ createFakeTelephony, fate }) {
  const fake = createFakeTelephony({ now: () => Date.now() })
  /** @type {Dial[]} */
  const dials = []
  /** @type {Map<string, Dial>} by channel */
  const open = new Map()
  const dialled = new Map()

  fake.telephony.onEvent((/** @type {any} */ event) => {
    if (event.type !== 'channelGone') return
    const dial = open.get(event.channelId)
    if (!dial) return
    open.delete(event.channelId)
    dial.endedAt = Date.now()
    dial.endedBy ??= 'centre'
  })

  const end = (/** @type {string} */ channelId, /** @type {number} */ cause) => {
    const dial = open.get(channelId)
    if (!dial) return
    dial.endedBy = 'network'
    fake.parties.hangsUp(channelId, cause)
  }
  const after = (/** @type {number} */ ms, /** @type {string} */ channelId, /** @type {() => void} */ act) =>
    setTimeout(() => open.has(channelId) && act(), ms)

  const originate = async (/** @type {any} */ input) => {
    await fake.telephony.originate(input)
    if (input.endpoint.kind !== 'trunk') return
    const { channelId, timeoutSeconds } = input
    const { number } = input.endpoint
    const nth = dialled.get(number) ?? 0
    dialled.set(number, nth + 1)
    const isOnPhone = [...open.values()].some((dial) => dial.number === number)
    /** @type {Fate | { kind: 'number busy', afterSeconds: number }} */
    const what = isOnPhone ? { kind: 'number busy', afterSeconds: 1 } : fate(number, nth)
    const times = { at: Date.now(), answeredAt: null, endedAt: null }
    /** @type {Dial} */
    const dial = { number, ...times, answeredBy: null, fate: what.kind, endedBy: null }
    dials.push(dial)
    open.set(channelId, dial)
    const answer = (/** @type {'person' | 'machine'} */ who) => {
      Object.assign(dial, { answeredAt: Date.now(), answeredBy: who })
      fake.parties.answers(channelId)
      if (who === 'machine') after(machineRecordsMs, channelId, () => end(channelId, 16))
    }
    after(timeoutSeconds * 1_000, channelId, () => dial.answeredAt === null && end(channelId, causes['no-answer']))
    if (what.kind === 'no-answer') return void after(ringsAfterMs, channelId, () => fake.parties.rings(channelId))
    const afterMs = what.afterSeconds * 1_000
    if (what.kind === 'answers' || what.kind === 'machine') {
      after(ringsAfterMs, channelId, () => dial.answeredAt === null && fake.parties.rings(channelId))
      after(afterMs, channelId, () => answer(what.kind === 'machine' ? 'machine' : 'person'))
    } else after(afterMs, channelId, () => end(channelId, causes[what.kind === 'number busy' ? 'busy' : what.kind]))
  }

  return {
    telephony: { ...fake.telephony, originate },
    parties: fake.parties,
    dials,
    isQuiet: () => open.size === 0,
    /** Who is at the other end of a talk with this number. @param {string} number */
    partyOf: (number) => [...open.values()].find((dial) => dial.number === number)?.answeredBy ?? null,
  }
}
