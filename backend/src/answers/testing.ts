import {
  createClient,
  createCustomer,
  createOrder,
  createQuestionnaire,
  createQueue,
  createUser,
} from '@orderline/db/testing'
import type { AnswersView, OrderView } from '@orderline/domain/contract'
import { createId } from '@orderline/runtime/ids'
import type { OrderTestBed } from '../orders/testing.ts'

export const model = {
  elements: [
    { type: 'text', name: 'city', isRequired: true },
    { type: 'radiogroup', name: 'deliveryMethod', choices: ['courier', 'branch'], isRequired: true },
    { type: 'text', name: 'branch', visibleIf: "{deliveryMethod} = 'branch'", isRequired: true },
    { type: 'text', name: 'address', visibleIf: "{deliveryMethod} = 'courier'", isRequired: true },
    { type: 'text', name: 'deliveryDate', inputType: 'date' },
    { type: 'comment', name: 'deliveryComment' },
    { type: 'checkbox', name: 'marks', title: 'Marks', choices: ['fragile', 'call before'] },
    { type: 'boolean', name: 'offer', title: 'Offered the sale', visibleIf: '{consent}', isRequired: true },
    { type: 'boolean', name: 'confirmed', isRequired: true },
  ],
}

/** Answers with which an order can be confirmed. */
export const complete = {
  city: 'Київ',
  deliveryMethod: 'branch',
  branch: '№ 5',
  deliveryComment: 'after six',
  confirmed: true,
}

export type AnswersDesk = Awaited<ReturnType<typeof openDesk>>

/** An agent who talks with a customer of a shop about an order, and what the agent's screen does. */
export async function openDesk(t: OrderTestBed) {
  // A queue that asks for no skill: every agent serves this shop.
  const served = { order_queue_id: (await createQueue(t.db)).id }
  const client = await createClient(t.db, { ...served, shop_webhook_url: 'http://127.0.0.1:9/' })
  await createQuestionnaire(t.db, { client_id: client.id, model })
  await createQuestionnaire(t.db, { client_id: client.id, purpose: 'inbound', model })
  const { id: customerId } = await createCustomer(t.db, { client_id: client.id, name: 'Olena', city: 'Львів' })
  const order = await createOrder(t.db, {
    client_id: client.id,
    customer_id: customerId,
    status: 'talking',
    delivery: { branch: '№ 1' },
  })
  const agent = await createUser(t.db, { name: 'Petro' })
  const callId = createId()
  t.contactOf.set(agent.id, order.id)

  const contact = (purpose: 'order' | 'inbound') => ({
    ...{ clientId: client.id, customerId, callId, purpose },
    orderId: purpose === 'order' ? order.id : null,
  })
  const openCard = (purpose: 'order' | 'inbound' = 'order') =>
    t.loadCard({ ...contact(purpose), questionnaireId: null, attemptId: null })

  async function patch(answers: AnswersView, values: Record<string, unknown>, user = agent) {
    const headers = await t.bed.as(user)
    return t.bed.ask<{ revision: number; values: object }>(`/api/answers/${answers.id}`, {
      method: 'PATCH',
      body: { values },
      headers,
    })
  }

  async function finish(answers: AnswersView, user = agent) {
    const headers = await t.bed.as(user)
    return t.bed.ask<{ order?: OrderView }>(`/api/answers/${answers.id}/complete`, {
      method: 'POST',
      body: {},
      headers,
    })
  }

  async function openAnswers(purpose: 'order' | 'inbound' = 'order'): Promise<AnswersView> {
    const { answers } = await openCard(purpose)
    if (!answers) throw new Error('the card has no answers')
    return answers
  }

  return { client, order, agent, callId, customerId, contact, openCard, patch, finish, openAnswers }
}
