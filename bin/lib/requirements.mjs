import { LaunchError } from './launch-error.mjs'
import { architecture } from './machine.mjs'
import { isPortFree } from './ports.mjs'

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

/** @param {string} host @param {number} port */
export async function requirePort(host, port) {
  if (await isPortFree(port, host)) return
  throw new LaunchError(
    `Port ${port} on ${host} is in use by another program, or is not ours to take. End that program, or choose another port: PORT=${port + 1} npm start`,
  )
}
