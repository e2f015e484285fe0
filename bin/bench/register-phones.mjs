import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startSipp } from './sipp.mjs'

/** @typedef {{ username: string, password: string }} Account */

/**
 * Registers one phone for each account, all of which answer at one port. Rejects when one of them is refused.
 * @param {{ target: string, phonesPort: number, accounts: Account[] }} options
 */
export async function registerPhones({ target, phonesPort, accounts }) {
  const dir = mkdtempSync(join(tmpdir(), 'orderline-accounts-'))
  const file = join(dir, 'accounts.csv')
  const lines = accounts.map((account) => `${account.username};${credentials(account)};${phonesPort}`)
  writeFileSync(file, `SEQUENTIAL\n${lines.join('\n')}\n`)
  const args = ['-inf', file, '-r', '100', '-m', String(accounts.length)]
  const sipp = await startSipp({ scenario: 'register', target, args })
  const code = await sipp.exited
  const said = sipp.output()
  await sipp.close()
  rmSync(dir, { recursive: true })
  if (code !== 0) throw new Error(`The agents' phones could not register:\n${said.slice(-2000)}`)
}

/**
 * SIPp reads a password that begins with `0x` as hexadecimal, which one in 4,096 random ones does: so every password is
 * given to it in that form.
 * @param {Account} account
 */
export function credentials({ username, password }) {
  return `[authentication username=${username} password=0x${Buffer.from(password).toString('hex')}]`
}
