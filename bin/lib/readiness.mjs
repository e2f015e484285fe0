import { connect } from 'node:net'

/**
 * @param {number} port on 127.0.0.1
 * @param {{ send?: string, expect: (answer: Buffer) => boolean }} talk what to say, and how the right answer looks
 * @returns {Promise<boolean>} true when something there answers as expected
 */
export function answersTcp(port, { send, expect }) {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', timeout: 1000 })
    const settle = (/** @type {boolean} */ ok) => {
      socket.destroy()
      resolve(ok)
    }
    socket.once('connect', () => send && socket.write(send))
    socket.once('data', (data) => settle(expect(data)))
    socket.once('timeout', () => settle(false))
    socket.once('error', () => settle(false))
    socket.once('close', () => settle(false))
  })
}

/**
 * @param {string} url @param {{ username: string, password: string }} [login]
 * @returns {Promise<unknown>} what the address answers with 200, or undefined
 */
export async function fetchJson(url, login) {
  /** @type {Record<string, string>} */
  const headers = login ? { authorization: basicAuth(login) } : {}
  try {
    const response = await fetch(url, { headers, signal: AbortSignal.timeout(2000) })
    const text = await response.text()
    return response.status === 200 ? JSON.parse(text) : undefined
  } catch {
    return undefined // Not listening yet, or reset while starting: not ready.
  }
}

/** @param {{ username: string, password: string }} login */
export function basicAuth({ username, password }) {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
}

/** @param {string} url @returns {Promise<boolean>} true when the address answers 200 */
export async function answersHttp(url) {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2000) })
    await response.arrayBuffer()
    return response.status === 200
  } catch {
    return false // Not listening yet: not ready.
  }
}
