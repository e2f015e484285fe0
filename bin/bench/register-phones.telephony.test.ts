import { afterAll, beforeAll, expect, test } from 'vitest'
import { createAriTelephony } from '../../backend/src/telephony/ari/index.ts'
import { testAriOptions, testTrunkPort } from '../../backend/src/telephony/testing/real-asterisk.ts'
import type { Telephony } from '../../backend/src/telephony/port.ts'
import { freePort } from '../lib/ports.mjs'
import { registerPhones } from './register-phones.mjs'

/** One that looks like a number of base 16, one with what base64url has beside letters and digits. */
const accounts = [
  { username: 'bench-phone-1', password: '0xTe8uCuywk0zpIcktJ-77_t' },
  { username: 'bench-phone-2', password: '-_41uCuywk0zpIcktJ-77_t-' },
]
const target = `127.0.0.1:${testTrunkPort()}`
let telephony: Telephony

beforeAll(async () => {
  telephony = createAriTelephony({ ...testAriOptions(), agentPhones: 'sip' })
  await Promise.all(accounts.map((account) => telephony.pushAccount(account)))
})

afterAll(async () => {
  await Promise.all(accounts.map(({ username }) => telephony.removeAccount(username)))
  await telephony.close()
})

test('a phone of the benchmark registers with any password that the centre makes', async () => {
  await expect(registerPhones({ target, phonesPort: await freePort(), accounts })).resolves.toBeUndefined()
})

test('a phone with a wrong password ends the benchmark', async () => {
  const wrong = accounts.map(({ username }) => ({ username, password: 'wrong' }))
  await expect(registerPhones({ target, phonesPort: await freePort(), accounts: wrong })).rejects.toThrow('register')
})
