import WebSocket from 'ws'

/** @typedef {{ emit: (event: string, body: unknown) => void, close: () => void }} Screen */

/** The kinds of packets by their first bytes: https://github.com/socketio/engine.io-protocol, …/socket.io-protocol */
const [open, ping, event, refusal] = ['0', '2', '42', '44']

/**
 * An agent's screen as far as a backend can tell: it connects, takes what comes, answers pings. It reads nothing of it
 * unless told whom to tell, so that hundreds of screens take little from the machine that is measured. Resolves with
 * the first desktop.
 * @param {string} url @param {string} cookie @param {(name: string, body: any) => void} [onEvent] @returns {Promise<Screen>}
 */
export function openScreen(url, cookie, onEvent) {
  const address = `${url.replace(/^http/, 'ws')}/socket.io/?EIO=4&transport=websocket`
  const socket = new WebSocket(address, { headers: { cookie }, perMessageDeflate: false, skipUTF8Validation: true })
  const screen = {
    emit: (/** @type {string} */ name, /** @type {unknown} */ body) =>
      socket.send(`${event}${JSON.stringify([name, body])}`),
    close: () => socket.terminate(),
  }
  return new Promise((resolve, reject) => {
    socket.on('error', reject)
    socket.on('message', (/** @type {Buffer} */ packet) => {
      const kind = packet.toString('latin1', 0, 2)
      if (kind.startsWith(open)) socket.send('40')
      else if (kind.startsWith(ping)) socket.send('3')
      else if (kind === event) {
        onEvent?.(.../** @type {[string, any]} */ (JSON.parse(packet.toString().slice(event.length))))
        resolve(screen)
      } else if (kind === refusal) reject(new Error(`The screen was refused: ${packet.toString()}`))
    })
  })
}
