import { expect, it } from 'vitest'
import type { CallCard } from '@orderline/domain/contract'
import { createSilentLogger } from '@orderline/runtime/logger'
import { createCallCards } from './call-cards.ts'
import type { CardToLoad } from './ports.ts'

const request = {
  callId: 'call',
  clientId: 'shop',
  number: null,
  name: null,
  customerId: 'alice',
  orderId: null,
  questionnaireId: null,
  attemptId: null,
}
const bob = { agentId: 'bob', servedBy: ['bob'] }
const carol = { agentId: 'carol', servedBy: ['carol'] }

/** Storage whose card says how often it has been read. */
function cardsOfStorage() {
  let reads = 0
  const ofNewCall: boolean[] = []
  const loadCard = ({ isNewCall }: CardToLoad): Promise<CallCard> => {
    reads += 1
    ofNewCall.push(isNewCall)
    const nothing = { customer: null, order: null, lastOrders: [], lastContacts: [], answers: null }
    const card = { callId: 'call', isNewCustomer: false, isStale: false, deliveryRules: `read ${reads}`, ...nothing }
    return Promise.resolve(card)
  }
  const cards = createCallCards({
    loadCard,
    identifyCustomer: () => Promise.reject(new Error('the customer is known')),
    deliveryRules: () => '',
    tell: () => undefined,
    onLate: () => undefined,
    log: createSilentLogger(),
  })
  return { ...cards, ofNewCall }
}

it('CC-31: reads the card again for an agent to whom the call is passed on, also for the first one again', async () => {
  const cards = cardsOfStorage()
  const rules = async (viewer: typeof bob) => (await cards.show(request, viewer)).deliveryRules
  expect([await rules(bob), await rules(bob)]).toEqual(['read 1', 'read 1'])
  expect([await rules(carol), await rules(carol)]).toEqual(['read 2', 'read 2'])
  expect(await rules({ agentId: 'bob', servedBy: ['carol'] })).toBe('read 2')
  expect(await rules(bob)).toBe('read 3')
})

it('reads it once more for a consulted agent, and not again while both serve the call', async () => {
  const cards = cardsOfStorage()
  const both = ['bob', 'carol']
  await cards.show(request, bob)
  for (const agentId of ['carol', 'bob', 'carol']) {
    expect((await cards.show(request, { agentId, servedBy: both })).deliveryRules).toBe('read 2')
  }
})

it('takes a call for new once: for the next agent, a screen that comes back and another process all is looked for', async () => {
  const cards = cardsOfStorage()
  cards.prepareNew(request)
  await cards.show(request, bob)
  expect(cards.ofNewCall).toEqual([true])
  await cards.reload(request)
  await cards.show(request, carol)
  expect(cards.ofNewCall).toEqual([true, false, false])
  const elsewhere = cardsOfStorage()
  await elsewhere.show(request, bob)
  expect(elsewhere.ofNewCall).toEqual([false])
})
