import { expect, test } from 'vitest'
import type { LegPurpose } from '../port.ts'
import type { AriChannel } from './ari-schemas.ts'
import { endpointOf, legArguments, translateEvent } from './translate-event.ts'

const channel: AriChannel = {
  id: 'c1',
  name: 'PJSIP/agent-0a1b2c3d-f00-0000002a',
  state: 'Ring',
  caller: { name: '', number: '+380671234567' },
  dialplan: { context: '', app_name: 'Stasis', app_data: '' },
  creationtime: '2026-01-01T00:00:00.000+0000',
}
const start = (args: string[]) => translateEvent({ type: 'StasisStart', application: 'orderline', args, channel })

test('a customer without a name has none', () => {
  expect(start(['inbound', '+380441112233'])).toEqual({
    type: 'customerArrived',
    channelId: 'c1',
    did: '+380441112233',
    callerNumber: '+380671234567',
    callerName: null,
    answered: false,
  })
})

test.each<LegPurpose>([
  { kind: 'customer', callId: 'k1' },
  { kind: 'agent', callId: 'k1', agentId: 'a1' },
  { kind: 'consult', callId: 'k1', agentId: 'a1' },
])('the purpose of a leg comes back as it was given: $kind', (purpose) => {
  expect(start(legArguments(purpose).split(','))).toEqual({ type: 'legAnswered', channelId: 'c1', purpose })
})

test('a verdict of machine detection comes with the answer, and only a sure one is a machine', () => {
  const purpose = { kind: 'customer', callId: 'k1' } as const
  const answered = { type: 'legAnswered', channelId: 'c1', purpose }
  const after = (verdict: string) => start(['leg', 'customer', 'k1', verdict])
  expect(after('MACHINE')).toEqual({ ...answered, isMachine: true })
  expect(after('HUMAN')).toEqual(answered)
  expect(after('NOTSURE')).toEqual(answered)
  expect(after('')).toEqual(answered)
})

test('a customer who got in late says how late', () => {
  const answered = { type: 'legAnswered', channelId: 'c1', purpose: { kind: 'customer', callId: 'k1' } }
  expect(start(['leg', 'customer', 'k1', '', '1480'])).toEqual({ ...answered, aloneMs: 1480 })
  expect(start(['leg', 'customer', 'k1', 'HUMAN', ''])).toEqual(answered)
})

test('an agent enters its room under the name of its account', () => {
  expect(start(['agent', 'room'])).toEqual({ type: 'roomEntered', channelId: 'c1', username: 'agent-0a1b2c3d-f00' })
})

test.each([[[]], [['agent', '0441234567']], [['leg', 'stranger', 'x']], [['something']]])(
  'one who entered by %j is nobody of ours',
  (args) => {
    expect(start(args)).toBeUndefined()
  },
)

test('only ringing and an answer are told of the states of a channel', () => {
  const changed = (state: string) =>
    translateEvent({ type: 'ChannelStateChange', application: 'orderline', channel: { ...channel, state } })
  expect([changed('Ringing'), changed('Up'), changed('Ring')].map((event) => event?.type)).toEqual([
    'channelRinging',
    'channelUp',
    undefined,
  ])
})

test('a new contact counts when its phone has answered', () => {
  const contact = (contact_status: string) =>
    translateEvent({ type: 'ContactStatusChange', endpoint: { resource: 'agent-1' }, contact_info: { contact_status } })
  expect(contact('NonQualified')).toBeUndefined()
  expect(contact('Reachable')).toEqual({ type: 'phoneRegistered', username: 'agent-1' })
  expect(contact('Unreachable')).toEqual({ type: 'phoneUnregistered', username: 'agent-1' })
  expect(contact('Removed')).toEqual({ type: 'phoneUnregistered', username: 'agent-1' })
})

test('an endpoint may have hyphens in its name, and other technologies have none', () => {
  expect(endpointOf('PJSIP/my-long-trunk-00000001')).toBe('my-long-trunk')
  expect(endpointOf('Local/s@x-00000001;1')).toBeUndefined()
})
