import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { createApt } from './apt.mjs'
import { LaunchError } from './launch-error.mjs'
import { runCommand } from './run-command.mjs'

const path = 'usr/share/keyrings/debian-archive-keyring.gpg'

/**
 * The keys that Debian signs its archive with. Debian has them installed; Ubuntu carries them as a
 * package, which its own keys vouch for: so the chain of trust starts at what the machine trusts already.
 * @param {{ runDir: string, hostKeyring?: string }} options
 * @returns {Promise<string>} the keyring file
 */
export async function ensureDebianKeyring({ runDir, hostKeyring = `/${path}` }) {
  if (existsSync(hostKeyring)) return hostKeyring
  const dir = join(runDir, 'keyring')
  const keyring = join(dir, path)
  if (existsSync(keyring)) return keyring
  try {
    await fetchKeyring(dir)
  } catch (cause) {
    throw new LaunchError(
      "Debian's signing keys are missing. Run: sudo apt-get install debian-archive-keyring (on Ubuntu it is in universe), then run the command again.",
      { cause },
    )
  }
  return keyring
}

/** @param {string} dir */
async function fetchKeyring(dir) {
  mkdirSync(dir, { recursive: true })
  const apt = createApt({ dir: join(dir, 'apt') })
  await apt.update()
  const files = await apt.download(['debian-archive-keyring'])
  const file = files.find((name) => name.includes('debian-archive-keyring_'))
  const { code, output } = await runCommand('dpkg', ['-x', String(file), dir])
  if (code !== 0) throw new Error(output)
}
