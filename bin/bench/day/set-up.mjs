import { logIn } from '../centre-staff.mjs'

/** What an agent asks: the same order's fields that shops' own forms have. */
const questionnaire = {
  elements: [
    { type: 'text', name: 'customerName', isRequired: true },
    { type: 'radiogroup', name: 'deliveryMethod', isRequired: true, choices: ['branch', 'courier', 'pickup'] },
    { type: 'text', name: 'city' },
    { type: 'text', name: 'address', isRequired: true, visibleIf: "{deliveryMethod} = 'courier'" },
    { type: 'boolean', name: 'confirmed', isRequired: true },
  ],
}

/**
 * A shop with its queue, questionnaire, webhooks and key, and agents for it, all by the administration's API. Its
 * campaign is the one that every shop's orders get by themselves.
 * @param {{ url: string, admin: { login: string, password: string }, agents: number, shopUrl: string, logisticsUrl: string }} options
 */
export async function setUpDay({ url, admin, agents, shopUrl, logisticsUrl }) {
  const api = await logIn(url, admin)
  const create = (/** @type {string} */ noun, /** @type {object} */ input) =>
    api.request('POST', `/api/admin/${noun}`, input)
  const skill = await create('skills', { code: 'day', name: 'Day' })
  const requiredSkills = [{ skillId: skill.id, minLevel: 1 }]
  const queue = await create('queues', { code: 'day', name: 'Day', requiredSkills, wrapUpSeconds: 60 })
  const callerNumber = '+380449990000'
  const webhooks = { shopWebhookUrl: shopUrl, logisticsWebhookUrl: logisticsUrl }
  const client = await create('clients', {
    code: 'day',
    name: 'Day',
    orderQueueId: queue.id,
    callerNumber,
    ...webhooks,
  })
  const form = { clientId: client.id, purpose: 'order', title: 'Confirm the order', model: questionnaire }
  const { id: formId } = await create('questionnaires', form)
  await create(`questionnaires/${formId}/publish`, {})
  const { key } = await create(`clients/${client.id}/api-keys`, { label: 'day' })
  const users = Array.from({ length: agents }, (_, i) => ({ login: `day-${i}`, password: `day-password-${i}` }))
  const skills = [{ skillId: skill.id, level: 3 }]
  for (const user of users) {
    await create('users', { ...user, name: user.login, role: 'agent', audioMode: 'persistent', skills })
  }
  return { api, users, clientId: client.id, apiKey: key }
}

/** Sends an order as the shop does. @param {{ url: string, apiKey: string, order: import('./town.mjs').TownOrder }} options */
export async function sendOrder({ url, apiKey, order }) {
  const body = {
    externalId: order.externalId,
    customer: { name: 'Олена Коваленко', phone: order.number },
    items: [{ sku: 'KT-17', name: 'Електрочайник 1,7 л', quantity: 1, priceMinor: 129_900, category: 'kettles' }],
    totalMinor: 129_900,
    currency: 'UAH',
    delivery: { method: 'courier', city: 'Київ' },
  }
  const response = await fetch(`${url}/api/v1/orders`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${apiKey}` },
    body: JSON.stringify(body),
  })
  const text = await response.text()
  if (response.status !== 201) throw new Error(`order ${order.externalId}: ${response.status} ${text.slice(0, 300)}`)
}
