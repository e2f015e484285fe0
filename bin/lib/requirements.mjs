import { LaunchError } from './launch-error.mjs'
import { architecture } from './machine.mjs'
import { whyNotListen } from './ports.mjs'

/** Says what is wrong with this machine before anything is downloaded. @param {string} [version] Node's */
export function requireMachine(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major < 20 || (major === 20 && minor < 19)) {
    throw new LaunchError(
      `Orderline needs Node 20.19 or newer, and this is ${version}. Install a newer Node and run the command again.`,
    )
  }
  architecture()
}

/** The port that a person named. @param {string} text @returns {number} */
export function readPort(text) {
  const port = Number(text)
  if (/^\d+$/.test(text.trim()) && port >= 1 && port <= 65_535) return port
  throw new LaunchError(`PORT is "${text}", and a port is a number from 1 to 65535: PORT=8081 npm start`)
}

/** @param {{ host: string, port: number }} where */
export async function requirePort({ host, port }) {
  const reason = await whyNotListen(port, host)
  if (reason === undefined) return
  if (reason === 'EADDRINUSE') {
    throw new LaunchError(
      `Port ${port} on ${host} is in use by another program. End that program, or choose another port: PORT=${port + 1} npm start`,
    )
  }
  if (reason === 'EACCES')
    throw new LaunchError(`Port ${port} is not for ordinary users. Choose one from 1024 on: PORT=8081 npm start`)
  throw new LaunchError(
    `HOST is "${host}", which is no address of this machine (${reason}). For this machine alone: HOST=127.0.0.1 npm start`,
  )
}
