import { createSocket } from 'node:dgram'
import { createServer } from 'node:net'
import { LaunchError } from './launch-error.mjs'

// Below the range from which Linux takes ports for outgoing connections, so that nothing else takes
// one between our look and our use.
const lowest = 18_000
const highest = 32_000

/**
 * A port on 127.0.0.1 that nobody uses, neither for TCP nor for UDP.
 * @returns {Promise<number>}
 */
export async function freePort() {
  for (let tries = 0; tries < 200; tries++) {
    const port = lowest + Math.floor(Math.random() * (highest - lowest))
    if ((await isPortFree(port)) && (await isUdpPortFree(port))) return port
  }
  throw new LaunchError(
    `No free port was found between ${lowest} and ${highest} on 127.0.0.1. End some programs and try again.`,
  )
}

/**
 * @param {number} port @param {string} [host]
 * @returns {Promise<boolean>} false when somebody listens there for TCP
 */
export async function isPortFree(port, host) {
  return (await whyNotListen(port, host)) === undefined
}

/**
 * @param {number} port @param {string} [host]
 * @returns {Promise<string | undefined>} the system's code for what is in the way (EADDRINUSE, EACCES …), if anything is
 */
export function whyNotListen(port, host = '127.0.0.1') {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', (error) => resolve(/** @type {NodeJS.ErrnoException} */ (error).code ?? error.message))
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(undefined)))
  })
}

/** @param {number} port @returns {Promise<boolean>} */
function isUdpPortFree(port) {
  return new Promise((resolve) => {
    const socket = createSocket('udp4')
    socket.once('error', () => resolve(false))
    socket.bind({ port, address: '127.0.0.1', exclusive: true }, () => socket.close(() => resolve(true)))
  })
}
