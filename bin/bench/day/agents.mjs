import { logIn } from '../centre-staff.mjs'
import { openScreen } from '../screen.mjs'

/**
 * @typedef {import('./town.mjs').TownOrder} TownOrder
 * @typedef {object} AgentWorld
 * @property {string} url @property {any} parties of the exchange in memory
 * @property {(number: string) => 'person' | 'machine' | null} partyOf @property {Map<string, TownOrder>} orders by external id
 * @property {(problem: string) => void} onProblem
 */

const hourMs = 3_600_000
const machineIsKnownMs = 6_000
const wrapUpMs = 15_000
const callbackAfterMs = 2 * hourMs

/**
 * An agent as the centre sees one: session, screen, phone in its room; types while talking, ends the call, wraps up.
 * Does only what the screen shows.
 * @param {{ user: { login: string, password: string }, world: AgentWorld }} options
 */
export async function createAgent({ user, world }) {
  const { url, parties, onProblem } = world
  const api = await logIn(url, user)
  const seen = { talk: '', wrapUp: '', disposition: /** @type {object} */ ({ disposition: 'other' }) }
  let busyMs = 0
  let busySince = 0
  let isBusy = false

  const act = (/** @type {string} */ method, /** @type {string} */ path, /** @type {unknown} */ body = {}) =>
    api.request(method, path, body).catch((/** @type {Error} */ error) => onProblem(error.message))
  const noteState = (/** @type {string} */ state) => {
    const isNow = state === 'talking' || state === 'wrap-up'
    if (isBusy && !isNow) busyMs += Date.now() - busySince
    if (!isBusy && isNow) busySince = Date.now()
    isBusy = isNow
  }

  const talk = (/** @type {any} */ { call, card }) => {
    if (world.partyOf(call.customerNumber) === 'machine') {
      seen.disposition = { disposition: 'no-conversation' }
      return void setTimeout(() => void act('POST', '/api/agent/call/hang-up'), machineIsKnownMs)
    }
    const order = world.orders.get(card?.order?.externalId)
    if (!order || !card.answers) return onProblem(`a talk without its card: ${card?.order?.externalId}`)
    const answers = `/api/answers/${card.answers.id}`
    const at = (/** @type {number} */ share, /** @type {() => unknown} */ then) =>
      void setTimeout(then, order.talkSeconds * 1_000 * share)
    seen.disposition = dispositionOf(order)
    if (order.decision === 'confirmed') {
      at(0.3, () => act('PATCH', answers, { values: { customerName: 'Олена Коваленко', deliveryMethod: 'courier' } }))
      at(0.6, () => act('PATCH', answers, { values: { city: 'Київ', address: 'Хрещатик 1' } }))
      at(0.9, async () => {
        await act('PATCH', answers, { values: { confirmed: true } })
        await act('POST', `${answers}/complete`)
      })
    }
    at(1, () => act('POST', '/api/agent/call/hang-up'))
  }

  const look = (/** @type {any} */ desktop) => {
    const { agent, call } = desktop
    noteState(agent.state)
    if (agent.state === 'talking' && call?.state === 'talking' && seen.talk !== call.id) {
      seen.talk = call.id
      talk(desktop)
    }
    if (agent.state === 'wrap-up' && seen.wrapUp !== agent.callId) {
      seen.wrapUp = agent.callId
      const wrapUp = {
        callId: agent.callId,
        ...(seen.talk === agent.callId ? seen.disposition : { disposition: 'other' }),
      }
      setTimeout(() => void act('POST', '/api/agent/wrap-up', withTime(wrapUp)), wrapUpMs)
    }
  }

  const account = await api.request('GET', '/api/agent/sip-account')
  const screen = await openScreen(url, api.cookie(), (name, body) => name === 'desktop' && look(body))
  parties.phoneRegisters(account.username, account.password)
  parties.phoneCallsRoom(account.username)
  const health = { registered: true, roomUp: true, microphoneLevel: null, packetLossPercent: null, roundTripMs: null }
  screen.emit('phone', health)
  return {
    ready: () => act('POST', '/api/agent/state', { to: 'ready' }),
    /** After the call, if there is one. @param {'lunch' | 'short'} reason */
    pause: (reason) => act('POST', '/api/agent/state', { to: 'break', reason, afterCall: true }),
    busyMs: () => busyMs,
    close: () => screen.close(),
  }
}

/** @param {TownOrder} order */
function dispositionOf({ decision }) {
  if (decision === 'cancelled') return { disposition: 'cancelled', cancelReason: 'changed their mind' }
  return { disposition: decision }
}

/** A callback is promised from the end of the talk on. @param {any} wrapUp */
function withTime(wrapUp) {
  return wrapUp.disposition === 'callback' ? { ...wrapUp, callbackAt: Date.now() + callbackAfterMs } : wrapUp
}
