import { describeTelephony, type TelephonyWorld } from '../conformance.ts'
import { createFakeTelephony } from './create-fake-telephony.ts'
import type { FakeChannel } from './fake-exchange.ts'

/** What the demo's network does with a number, by its last digits. */
const causes: [ending: string, cause: number][] = [
  ['98', 1],
  ['99', 21],
  ['5', 17],
  ['7', 34],
]

function openFakeWorld(): Promise<TelephonyWorld> {
  const numbers = new Map<string, string>()
  const fake = createFakeTelephony({ onOriginated: (channel) => setImmediate(() => actAsCalled(channel)) })
  const { parties, telephony } = fake

  function actAsCalled({ channelId, username }: FakeChannel): void {
    if (!fake.channels.has(channelId)) return // We hung up before they could do anything.
    const number = numbers.get(channelId) ?? ''
    const cause = causes.find(([ending]) => number.endsWith(ending))?.[1]
    if (cause !== undefined) return parties.hangsUp(channelId, cause)
    if (!number.endsWith('6') || username !== null) return parties.answers(channelId)
    parties.rings(channelId)
  }

  return Promise.resolve({
    telephony: {
      ...telephony,
      originate: async (input) => {
        await telephony.originate(input)
        if (input.endpoint.kind === 'trunk') numbers.set(input.channelId, input.endpoint.number)
        if (input.timeoutSeconds === 1) setTimeout(() => parties.hangsUp(input.channelId, 19), 20)
      },
    },
    customerCalls: (call) => {
      const channelId = parties.customerCalls(call)
      return Promise.resolve({ hangUp: () => parties.hangsUp(channelId) })
    },
    openPhone: ({ username, password }) =>
      Promise.resolve({
        register: () => Promise.resolve(parties.phoneRegisters(username, password)),
        call: () => void parties.phoneCallsRoom(username),
        close: () => parties.phoneUnregisters(username),
      }),
    close: () => telephony.close(),
  })
}

describeTelephony('fake', openFakeWorld)
