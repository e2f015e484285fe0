import { expect, it } from 'vitest'
import type { CallCard } from '@orderline/domain/contract'
import { createSilentLogger } from '@orderline/runtime/logger'
import { createCallCards } from './call-cards.ts'
import type { CardToLoad, IdentifyCustomer } from './ports.ts'

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
function cardsOfStorage(identifyCustomer: IdentifyCustomer = () => Promise.reject(new Error('the customer is known'))) {
  let reads = 0
  const asked: CardToLoad[] = []
  const loadCard = (wanted: CardToLoad): Promise<CallCard> => {
    reads += 1
    asked.push(wanted)
    const nothing = { customer: null, order: null, lastOrders: [], lastContacts: [], answers: null }
    const card = { callId: 'call', isNewCustomer: false, isStale: false, deliveryRules: `read ${reads}`, ...nothing }
    return Promise.resolve(card)
  }
  const cards = createCallCards({
    loadCard,
    identifyCustomer,
    deliveryRules: () => '',
    tell: () => undefined,
    onLate: () => undefined,
    log: createSilentLogger(),
  })
  return { ...cards, ofNewCall: () => asked.map(({ isNewCall }) => isNewCall), asked }
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
  expect(cards.ofNewCall()).toEqual([true])
  await cards.reload(request)
  await cards.show(request, carol)
  expect(cards.ofNewCall()).toEqual([true, false, false])
  const elsewhere = cardsOfStorage()
  await elsewhere.show(request, bob)
  expect(elsewhere.ofNewCall()).toEqual([false])
})

it('tells storage of a customer who was made for the call, and only by the lookup that made one', async () => {
  const made = { id: 'dave', clientId: 'shop', name: '', phones: [], email: null, city: null, region: null }
  const customer = { ...made, address: null, note: null }
  const cards = cardsOfStorage(() => Promise.resolve({ customer, isNew: true }))
  const unknown = { ...request, number: '+380671234567', customerId: null }
  expect((await cards.show(unknown, bob)).isNewCustomer).toBe(true)
  await cards.reload({ ...unknown, customerId: 'dave' })
  expect(cards.asked.map(({ customerId, isNewCustomer }) => [customerId, isNewCustomer])).toEqual([
    ['dave', true],
    ['dave', false],
  ])
})
