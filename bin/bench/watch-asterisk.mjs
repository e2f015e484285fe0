import WebSocket from 'ws'

/**
 * Hears every event of an Asterisk beside the program that works with it.
 * https://docs.asterisk.org/Latest_API/API_Documentation/Asterisk_REST_Interface/Events_REST_API/
 * @param {{ url: string, ari: { username: string, password: string } }} asterisk
 * @param {(event: any) => void} onEvent
 * @returns {Promise<() => void>} the way to stop
 */
export async function watchAsterisk({ url, ari }, onEvent) {
  const address = new URL('/ari/events', url.replace(/^http/, 'ws'))
  address.search = new URLSearchParams({
    app: 'benchmark',
    subscribeAll: 'true',
    api_key: `${ari.username}:${ari.password}`,
  }).toString()
  const socket = new WebSocket(address)
  socket.on('message', (text) => onEvent(JSON.parse(String(text))))
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
  return () => socket.terminate()
}

/**
 * @typedef {object} SeenDial
 * @property {string} number
 * @property {number} dialedAt @property {number} [answeredAt] @property {number} [endedAt] epoch ms
 */

/**
 * Dials as the telephone network sees them. Who ended a talk is told by the one that the customer had in mind.
 * @param {Parameters<typeof watchAsterisk>[0]} carrier
 */
export async function watchCarrier(carrier) {
  /** @type {Map<string, SeenDial>} */
  const dials = new Map()
  const stop = await watchAsterisk(carrier, ({ type, channel, timestamp }) => {
    const at = Date.parse(timestamp)
    if (type === 'ChannelCreated') dials.set(channel.id, { number: channel.dialplan?.exten ?? '', dialedAt: at })
    const dial = dials.get(channel?.id)
    if (dial && type === 'ChannelStateChange' && channel.state === 'Up') dial.answeredAt = at
    if (dial && type === 'ChannelDestroyed') dial.endedAt = at
  })
  return { stop, dials: () => [...dials.values()] }
}

/**
 * Milliseconds from the moment at which a customer picked up to the one at which both are in the agent's room.
 * @param {Parameters<typeof watchAsterisk>[0]} asterisk
 */
export async function watchConnections(asterisk) {
  /** @type {Map<string, number>} */
  const upAt = new Map()
  /** @type {number[]} */
  const times = []
  const stop = await watchAsterisk(asterisk, ({ type, channel, timestamp }) => {
    if (!channel?.id?.endsWith('-customer')) return
    if (type === 'ChannelStateChange' && channel.state === 'Up') upAt.set(channel.id, Date.parse(timestamp))
    const answeredAt = upAt.get(channel.id)
    if (type !== 'ChannelEnteredBridge' || answeredAt === undefined) return
    times.push(Date.parse(timestamp) - answeredAt)
    upAt.delete(channel.id)
  })
  return { stop, times }
}
