import { readFileSync } from 'node:fs'
import { Webhook } from 'standardwebhooks'
import { expect, it } from 'vitest'
import { orderInputSchema } from '@orderline/domain/contract'

const page = readFileSync(new URL('../../../docs/api.md', import.meta.url), 'utf8')
const block = (language: string) => new RegExp(`\`\`\`${language}\\n([^]*?)\`\`\``).exec(page)?.[1] ?? ''

type Read = (secret: string, headers: Record<string, string>, body: string) => unknown

it('the page for shops shows an order that is taken', () => {
  const body = /-d '([^]*?)'/.exec(block('sh'))?.[1] ?? ''
  expect(orderInputSchema.parse(JSON.parse(body))).toMatchObject({ externalId: '100500' })
})

it('the page for shops shows a signature check that believes us and nobody else', async () => {
  const source = `data:text/javascript;base64,${Buffer.from(block('js')).toString('base64')}`
  const { readWebhook } = (await import(/* @vite-ignore */ source)) as { readWebhook: Read }
  const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
  const body = JSON.stringify({ type: 'order.confirmed', data: { name: 'Олена' } })
  const sign = (at: Date) => ({
    'webhook-id': 'm1',
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': `v2,xyz ${new Webhook(secret).sign('m1', at, body)}`,
  })
  expect(readWebhook(secret, sign(new Date()), body)).toMatchObject({ data: { name: 'Олена' } })
  expect(() => readWebhook(secret, sign(new Date()), `${body} `)).toThrow('signature')
  expect(() => readWebhook('whsec_AAAA', sign(new Date()), body)).toThrow('signature')
  expect(() => readWebhook(secret, sign(new Date(0)), body)).toThrow('old')
})
