import { createSilentLogger } from '@orderline/runtime/logger'
import { expect, test, vi } from 'vitest'
import { createSipAccounts } from './accounts.ts'
import { createFakeTelephony } from './fake/index.ts'
import type { SipAccount } from './port.ts'

const log = createSilentLogger()
const account = (name: string): SipAccount => ({ username: name, password: `secret of ${name}` })

function open(listed: SipAccount[]) {
  const fake = createFakeTelephony()
  const accounts = createSipAccounts({
    telephony: fake.telephony,
    listAccounts: () => Promise.resolve([...listed]),
    log,
    retryMs: 5,
  })
  return { fake, accounts }
}

test('every account is pushed when the exchange connects, and again after each gap', async () => {
  const listed = [account('a')]
  const { fake, accounts } = open(listed)
  fake.telephony.start()
  await fake.settle()
  expect([...fake.accounts.keys()]).toEqual(['a'])
  listed.push(account('b'))
  fake.breakStream()
  fake.restoreStream()
  await fake.settle()
  expect([...fake.accounts.keys()]).toEqual(['a', 'b'])
  accounts.close()
})

test('an account that could not be pushed is tried again until it is in', async () => {
  const { fake, accounts } = open([account('a'), account('b')])
  fake.failNext('pushAccount', 'telephony/unavailable')
  fake.telephony.start()
  await vi.waitFor(() => expect([...fake.accounts.keys()].sort()).toEqual(['a', 'b']))
  accounts.close()
})

test('an account that is removed while all are pushed does not come back', async () => {
  let giveList: (list: SipAccount[]) => void = () => undefined
  const fake = createFakeTelephony()
  const listAccounts = () => new Promise<SipAccount[]>((resolve) => (giveList = resolve))
  const accounts = createSipAccounts({ telephony: fake.telephony, listAccounts, log })
  fake.telephony.start()
  await fake.settle()
  await accounts.remove('a')
  giveList([account('a'), account('b')])
  await fake.settle()
  expect([...fake.accounts.keys()]).toEqual(['b'])
  accounts.close()
})

test('one who logs in is let in at once, and a failure is told', async () => {
  const { fake, accounts } = open([])
  await accounts.push(account('a'))
  expect(fake.accounts.get('a')).toBe('secret of a')
  fake.failNext('pushAccount', 'telephony/unavailable')
  await expect(accounts.push(account('b'))).rejects.toMatchObject({ code: 'telephony/unavailable' })
  accounts.close()
})

test('nothing is pushed after closing', async () => {
  const { fake, accounts } = open([account('a')])
  accounts.close()
  fake.telephony.start()
  await fake.settle()
  expect(fake.accounts.size).toBe(0)
})
