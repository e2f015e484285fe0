import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { clients, users } from './demo-centre.ts'

/** What a person or a script needs to use the demo; made anew for each install. */
export type DemoCredentials = {
  /** By role, further people by login. */
  users: Record<string, { login: string; password: string }>
  clients: Record<string, { apiKey: string; webhookSecret: string; logisticsSecret: string; dids: string[] }>
}

export function createCredentials(): DemoCredentials {
  return {
    users: Object.fromEntries(users.map(({ key, login }) => [key, { login, password: createPassword() }])),
    clients: Object.fromEntries(clients.map((client) => [client.code, createClientSecrets(client.dids)])),
  }
}

/** What an earlier run kept; undefined when there is no such file, or a demo of other people or shops wrote it. */
export function readCredentials(file: string): DemoCredentials | undefined {
  if (!existsSync(file)) return undefined
  const kept = JSON.parse(readFileSync(file, 'utf8')) as DemoCredentials
  const isComplete = users.every(({ key }) => kept.users[key]) && clients.every(({ code }) => kept.clients[code])
  return isComplete ? kept : undefined
}

/** Written aside and renamed: a run that is cut off leaves the old file or the new one. */
export function keepCredentials(file: string, credentials: DemoCredentials): void {
  writeFileSync(`${file}.new`, JSON.stringify(credentials), { mode: 0o600 })
  renameSync(`${file}.new`, file)
}

function createClientSecrets(dids: { number: string }[]) {
  return {
    apiKey: `ok_${randomBytes(32).toString('base64url')}`,
    webhookSecret: `whsec_${randomBytes(24).toString('base64')}`,
    logisticsSecret: `whsec_${randomBytes(24).toString('base64')}`,
    dids: dids.map((did) => did.number),
  }
}

/** Easy to type: 12 letters and digits without those that look alike, 59 bits. */
function createPassword(): string {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789'
  return [...randomBytes(12)].map((byte) => letters[byte % letters.length]).join('')
}
