import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { CallRecordView, OrderView, Page } from '@orderline/domain/contract'
import { startSipp } from '../../bin/lib/sipp.mjs'
import { ask, deskOn, openDesk, type Desk } from './testing/desk.ts'
import { formsOn } from './testing/forms.ts'
import { openListeningServer, type ListeningServer } from './testing/listening-server.ts'
import { openStage, photographFailures, type Stage } from './testing/stage.ts'

const newNumber = '+380442000077'
const newcomer = { login: 'nadia', password: 'a-new-colleague' }
const secrets: Record<string, string> = {}

let stage: Stage
let server: ListeningServer
let admin: ReturnType<typeof formsOn>
let nadia: Desk

beforeAll(async () => {
  stage = await openStage('administration')
  server = await openListeningServer(secrets)
  admin = formsOn((await stage.seat('admin', '/admin/users')).page)
})
afterAll(async () => {
  server.close()
  await stage.close()
})
photographFailures(() => stage)

/** A customer calls the new shop's number and stays until the agent hangs up. */
const callNewShop = (caller: string) =>
  startSipp({ scenario: 'caller-stays', target: { port: stage.asterisk.sipPort }, did: newNumber, caller })

it('makes a skill, and says at the field what is wrong before it does', async () => {
  await admin.section('skills')
  await admin.id('record-new').click()
  await admin.fill({ Name: 'Garden machines', Code: 'Not A Code' })
  await admin.id('record-save').click()
  expect(await admin.problemOf('Code')).toContain('Lower-case letters')
  await admin.fill({ Code: 'electronics' })
  await admin.id('record-save').click()
  await expect.poll(() => admin.problemOf('Code')).toContain('Already taken')
  await admin.fill({ Code: 'machines' })
  await admin.save()
  await admin.row('Garden machines').waitFor()
})

it('makes a queue that asks for the skill', async () => {
  await admin.section('queues')
  await admin.id('record-new').click()
  await admin.fill({ Name: 'Machines', Code: 'home', 'Wrap-up, s': '600' })
  await admin.id('skill-add').click()
  await admin.choose('Skill', 'Garden machines')
  await admin.choose('Level', 'Level 2')
  await admin.id('record-save').click()
  expect(await admin.problemOf('Code')).toContain('Already taken')
  await admin.fill({ Code: 'machines' })
  await admin.save()
  await admin.row('Garden machines ≥ 2').waitFor()
})

it('makes a shop with webhooks, whose secrets are shown on demand', async () => {
  await admin.section('clients')
  await admin.id('record-new').click()
  await admin.fill({ Name: 'Traktor Market', Code: 'vesna', 'Number that customers see': '044 123' })
  await admin.choose('Queue of order calls', 'Machines')
  await admin.fill({ 'Webhook of the shop': server.url('/shop'), 'Webhook of logistics': 'not an address' })
  await admin.fill({ Greeting: 'Traktor Market, good day' })
  await admin.id('record-save').click()
  expect(await admin.problemOf('Number that customers see')).toContain('international form')
  expect(await admin.problemOf('Webhook of logistics')).toContain('An address')
  await admin.fill({ 'Number that customers see': newNumber, 'Webhook of logistics': server.url('/logistics') })
  await admin.id('record-save').click()
  await expect.poll(() => admin.problemOf('Code')).toContain('Already taken')
  await admin.fill({ Code: 'traktor' })
  await admin.id('record-save').click()
  await admin.id('secrets-show').click()
  secrets['/shop'] = await admin.id('secret').first().innerText()
  secrets['/logistics'] = await admin.id('secret').nth(1).innerText()
})

it('makes a new secret, beside which the former one goes on signing: the receiver of these tests keeps the former', async () => {
  await admin.id('secret-renew').first().click()
  await admin.id('dialog-confirm').click()
  await admin.id('secret-former').waitFor()
  expect(await admin.id('secret').first().innerText()).not.toBe(secrets['/shop'])
  expect(await admin.id('secret-former').count()).toBe(1)
})

it('RS-04: makes an API key that is shown once and takes an order at once; a revoked one takes none', async () => {
  await admin.id('api-key-label').fill('The shop’s site')
  await admin.id('api-key-create').click()
  const key = await admin.page.getByRole('status').getByTestId('secret').innerText()
  expect((await pushOrder(key)).status).toBe(201)
  await admin.page.reload()
  await admin.id('api-key').getByText('used', { exact: false }).waitFor()
  expect(await admin.page.content()).not.toContain(key)
  await admin.id('api-key-revoke').click()
  await admin.id('dialog-confirm').click()
  await admin.id('api-key-revoke').waitFor({ state: 'detached' })
  await expect.poll(async () => (await pushOrder(key)).status).toBe(401)
  const { items } = await ask<Page<OrderView>>(admin.page, '/api/orders?search=T-77')
  expect(items).toHaveLength(1)
})

it('gives the shop a number, which nobody else may have', async () => {
  await admin.section('dids')
  await admin.id('record-new').click()
  await admin.fill({ Number: '+380442000001', 'What for': 'Machines' })
  await admin.choose('Shop', 'Traktor Market')
  await admin.choose('Queue', 'Machines')
  await admin.id('record-save').click()
  expect(await admin.problemOf('Number')).toContain('Already taken')
  await admin.fill({ Number: newNumber })
  await admin.save()
  await admin.row('Traktor Market').waitFor()
})

it('makes a questionnaire from a text that is checked while it is typed, shows it, and publishes it', async () => {
  await admin.section('questionnaires')
  await admin.id('record-new').click()
  await admin.fill({ Title: 'Machines, first call' })
  await admin.choose('Shop', 'Traktor Market')
  await admin.choose('Purpose', 'Inbound call')
  await admin.id('model-text').fill('{ "elements": [')
  await admin.id('model-problems').waitFor()
  expect(await admin.id('publish').isDisabled()).toBe(true)
  await admin.id('model-text').fill(JSON.stringify(machineModel))
  await admin.id('questionnaire-preview').getByText('Which machine?').waitFor()
  await admin.id('publish').click()
  await admin.id('dialog-confirm').click()
  await admin.id('new-version').waitFor()
})

it('makes a user with the skill, who may log in at once', async () => {
  await admin.section('users')
  await admin.id('record-new').click()
  await admin.fill({ Name: 'Nadia New', Login: 'marko', Password: newcomer.password })
  await admin.choose('Language', 'English')
  await admin.id('skill-add').click()
  await admin.choose('Skill', 'Garden machines')
  await admin.id('record-save').click()
  expect(await admin.problemOf('Login')).toContain('Already taken')
  await admin.fill({ Login: newcomer.login, Password: 'short' })
  await admin.id('record-save').click()
  expect(await admin.problemOf('Password')).toContain('8 characters or more')
  await admin.fill({ Password: newcomer.password })
  await admin.save()
  await admin.row('Nadia New').waitFor()
  nadia = deskOn(await stage.logIn(newcomer, '/desk'))
  await nadia.goReady()
})

it('CC-13: a call to the new number comes to the new agent with the new questionnaire; the shop hears of it', async () => {
  await callNewShop('+380671110001')
  await nadia.card('offering')
  await nadia.id('card').getByText('Traktor Market, good day').waitFor()
  await nadia.answer()
  await nadia.id('q-machine').fill('A small tractor')
  await nadia.saved()
  await nadia.hangUp()
  await nadia.finish('info-given')
  await expect.poll(() => server.find('/shop', 'call.ended')?.isSigned, { timeout: 30_000 }).toBe(true)
})

it('CC-14: who loses the skill in the form is skipped by the next call, who got it takes that call', async () => {
  await admin.section('users')
  await admin.row('Nadia New').click()
  await admin.page.getByRole('button', { name: 'Delete', exact: true }).first().click()
  await admin.save()
  await admin.row('Олена Ткач').click()
  await admin.id('skill-add').click()
  await admin.choose('Skill', 'Garden machines', 1)
  await admin.save()
  const olena = await openDesk(stage, 'olena')
  await olena.goReady()
  await callNewShop('+380671110002')
  await olena.card('offering')
  await olena.answer()
  await nadia.state('ready')
  const { items } = await ask<Page<CallRecordView>>(nadia.page, '/api/calls')
  expect(items.map(({ id }) => id)).not.toContain(await olena.callId())
  await olena.hangUp()
})

it('tells the second of two administrators that somebody else has changed the record, and shows its present state', async () => {
  const rival = formsOn((await stage.seat('admin', '/admin/skills')).page)
  await admin.section('skills')
  for (const one of [admin, rival]) await one.row('Garden machines').click()
  await rival.fill({ Name: 'Garden machines and tools' })
  await rival.save()
  await admin.fill({ Name: 'Machines' })
  await admin.id('record-save').click()
  await admin.id('record-form').getByTestId('load-current').click()
  await expect.poll(() => admin.field('Name').inputValue()).toBe('Garden machines and tools')
  await admin.fill({ Name: 'Garden machines' })
  await admin.save()
  await rival.page.context().close()
})

it('keeps what is in use and deletes what is not', async () => {
  await admin.section('skills')
  await admin.row('Garden machines').click()
  await admin.id('record-delete').click()
  await admin.id('dialog-confirm').click()
  await admin.id('record-form').getByTestId('used-by').getByText('Queues: Machines').waitFor()
  expect(await admin.id('used-by').innerText()).toContain('Users: Олена Ткач')
  await admin.id('dialog-confirm').waitFor({ state: 'detached' })
  await admin.page.keyboard.press('Escape')
  await admin.id('record-form').waitFor({ state: 'detached' })
  await admin.section('dids')
  await admin.row('Traktor Market').click()
  await admin.id('record-delete').click()
  await admin.id('dialog-confirm').click()
  await admin.row('Traktor Market').waitFor({ state: 'detached' })
  await admin.section('clients')
  await admin.row('Traktor Market').click()
  await admin.id('record-delete').click()
  await admin.id('dialog-confirm').click()
  await admin.id('client-page').getByTestId('used-by').getByText('Calls: 2').waitFor()
  await admin.section('questionnaires')
  await admin.row('Machines, first call').click()
  await admin.id('new-version').click()
  await admin.id('record-delete').click()
  await admin.id('dialog-confirm').click()
  await admin.page.waitForURL('**/admin/questionnaires')
  await expect.poll(() => admin.row('Machines, first call').count()).toBe(1)
})

const machineModel = {
  pages: [{ name: 'wish', elements: [{ type: 'text', name: 'machine', title: 'Which machine?' }] }],
}

function pushOrder(key: string): Promise<Response> {
  return fetch(`${stage.url}/api/v1/orders`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', 'idempotency-key': randomUUID() },
    body: JSON.stringify({
      externalId: randomUUID(),
      number: 'T-77',
      customer: { name: 'Taras Field', phone: '+380501117700' },
      items: [{ sku: 'TR-1', name: 'Tractor', quantity: 1, priceMinor: 9_990_000 }],
      totalMinor: 9_990_000,
      currency: 'UAH',
    }),
  })
}
