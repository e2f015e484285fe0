import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../lib/ports.mjs'
import { agentVoice } from './dialer-ears.mjs'
import { credentials } from './register-phones.mjs'
import { startSipp } from './sipp.mjs'

/**
 * Each account's phone calls the agent's room, stays there, and can be heard.
 * @param {{ target: string, accounts: { username: string, password: string }[] }} options
 */
export async function openRooms({ target, accounts }) {
  const dir = mkdtempSync(join(tmpdir(), 'orderline-rooms-'))
  const file = join(dir, 'accounts.csv')
  writeFileSync(
    file,
    `SEQUENTIAL\n${accounts.map((account) => `${account.username};${credentials(account)}`).join('\n')}\n`,
  )
  const audio = ['-min_rtp_port', String(await freePort())]
  const args = ['-inf', file, '-r', '20', '-m', String(accounts.length), '-l', String(accounts.length), ...audio]
  const phones = await startSipp({ scenario: 'room', target, args, files: { 'agent.al': agentVoice() } })
  return {
    async close() {
      await phones.close()
      rmSync(dir, { recursive: true })
    },
  }
}
