import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CallRecordView, SipAccountView } from '@orderline/domain/contract'
import { runSipp } from '../../bin/lib/sipp.mjs'
import { openSipPhone } from '../src/telephony/testing/sip-phone.ts'
import { bringAgentToWork, type AgentAtWork } from './testing/agent-at-work.ts'
import { startFaultCentre, type FaultCentre } from './testing/fault-centre.ts'

const vesna = '+380442000001'
let centre: FaultCentre
let olena: AgentAtWork

beforeAll(async () => {
  centre = await startFaultCentre('strangers')
  olena = await bringAgentToWork(centre, 'olena')
})
afterAll(async () => {
  olena?.leave()
  await centre?.stop()
})

describe('strangers', () => {
  const target = () => ({ port: centre.asterisk.sipPort })

  test('an INVITE from an address of nobody gets 401, and nothing else happens', async () => {
    const before = await centre.db('call_events').count({ n: '*' })
    const { code, messages } = await runSipp({ scenario: 'stranger', target: target(), did: vesna, from: '127.0.0.2' })
    expect(code).toBe(0)
    expect(messages).toContain('401 Unauthorized')
    expect(await centre.liveCalls()).toEqual([])
    expect(await centre.db('call_events').count({ n: '*' })).toEqual(before)
  })

  test.each([
    ['markup', '+380670000311', '<script>alert(1)</script>'],
    ['10 kB', '+380670000312', 'x'.repeat(10_000)],
    ['bytes that are no UTF-8', '+380670000313', Buffer.from([0xff, 0x41, 0xc3, 0x28])],
  ])(
    'a caller whose name is %s is a customer like any other, and the name bounded text',
    async (_what, caller, display) => {
      await olena.getReady()
      const call = runSipp({ scenario: 'caller', target: target(), did: vesna, caller, display, talkMs: 300 })
      const { card } = await olena.until(
        'the card',
        (shown) => shown.call?.customerNumber === caller && shown.card?.customer != null,
      )
      expect(card?.customer?.name.length).toBeLessThanOrEqual(80)
      expect(card?.customer?.name).not.toContain('\u0000')
      if (typeof display === 'string' && display.startsWith('<')) expect(card?.customer?.name).toBe(display)
      await olena.answer()
      await olena.until('wrap-up', ({ agent }) => agent.state === 'wrap-up')
      expect((await call).code).toBe(0)
      await olena.rest()
      const supervisor = await centre.logIn('supervisor')
      const { items } = await supervisor.get<{ items: CallRecordView[] }>('/api/calls?limit=50')
      expect(items.find(({ customerNumber }) => customerNumber === caller)?.customerName).toBe(card?.customer?.name)
    },
  )

  test.each([vesna, '+380671110210', '911', 'from-trunk'])(
    "an agent's account that dials %s is refused, and reaches no network",
    async (number) => {
      const dials = centre.network.dials().length
      const account = await olena.api.get<SipAccountView>('/api/agent/sip-account')
      const headers = { cookie: olena.api.cookie() }
      const phone = await openSipPhone({ url: `${centre.url.replace('http', 'ws')}/sip`, headers, ...account })
      expect(await phone.call(number)).toBeGreaterThanOrEqual(400)
      phone.close()
      expect(centre.network.dials()).toHaveLength(dials)
      expect(await centre.liveCalls()).toEqual([])
    },
  )
})
