import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { LaunchError } from './launch-error.mjs'
import { runDir } from './paths.mjs'

const demoFile = join(runDir, 'demo.json')

/**
 * @typedef {object} Demo what scripts need to know of a running demo
 * @property {string} url
 * @property {import('./database.mjs').Credentials['users']} users by role
 * @property {import('./database.mjs').Credentials['clients']} clients by code
 * @property {{ host: string, port: number, howTo: string } | undefined} trunk
 * @property {{ url: string, username: string, password: string } | undefined} carrier ARI of the simulated telephone network
 */

/**
 * @param {import('./centre.mjs').Centre} centre
 * @returns {Demo}
 */
export function describeDemo({ url, credentials, engines }) {
  const { asterisk, carrier } = engines
  return {
    url,
    users: credentials?.users ?? {},
    clients: credentials?.clients ?? {},
    trunk: asterisk && trunkOf(asterisk.sipPort),
    carrier: carrier && { url: carrier.url, ...carrier.ari },
  }
}

/** @param {number} port */
function trunkOf(port) {
  const howTo =
    'Send a SIP INVITE over UDP from 127.0.0.1 (any port) to sip:<a DID>@host:port, codecs alaw or ulaw, no registration and no password. ' +
    'Or let a simulated customer call: npm run demo:call -- --client <code> --from <number>.'
  return { host: '127.0.0.1', port, howTo }
}

/** @param {Demo} demo */
export function writeDemoFile(demo) {
  writeFileSync(demoFile, `${JSON.stringify(demo, null, 2)}\n`, { mode: 0o600 })
}

export function removeDemoFile() {
  rmSync(demoFile, { force: true })
}

/** @returns {Demo} */
export function readDemoFile() {
  try {
    return JSON.parse(readFileSync(demoFile, 'utf8'))
  } catch (cause) {
    throw new LaunchError('No demo is running here. Run npm start first.', { cause })
  }
}
