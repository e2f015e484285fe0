import type { Database } from '@orderline/db'
import type { ClientView, DemoOrderInput, DemoView, DidView, OrderView } from '@orderline/domain/contract'
import { AppError } from '@orderline/runtime/errors'
import { createId } from '@orderline/runtime/ids'
import type { ErrorCode } from '../http/error-codes.ts'
import { invalidRequest } from '../http/validate.ts'
import type { SubmitOrder } from '../public-api/submit-order.ts'
import type { CallAShop } from './call-a-shop.ts'
import { productsOf } from './demo-products.ts'

export type DemoService = ReturnType<typeof createDemoService>

export type DemoServiceDeps = {
  db: Database
  config: { clients(): ClientView[]; dids(): DidView[] }
  submitOrder: SubmitOrder
  callAShop: CallAShop
  phone: DemoView['phone']
  /** Demo people with their passwords, as the seed made them. */
  logins: DemoView['logins']
}

const currency = 'UAH'

/** What one person needs to play shop, customer and logistics; only in a centre that runs as a demo. */
export function createDemoService({ db, config, submitOrder, callAShop, phone, logins }: DemoServiceDeps) {
  function find(code: string): ClientView {
    const client = config.clients().find((one) => one.code === code && one.active)
    if (!client) throw new AppError<ErrorCode>('client/not-found', { code })
    return client
  }

  const didsOf = (client: ClientView) =>
    config
      .dids()
      .filter((did) => did.clientId === client.id)
      .map((did) => did.number)

  return {
    show(): DemoView {
      const active = config.clients().filter((client) => client.active)
      const shops = active.map((client) => {
        const { id, code, name, color } = client
        return { id, code, name, color, currency, dids: didsOf(client), products: productsOf(code) }
      })
      return { shops, phone, logins }
    },

    /** Places an order as the shop would by the public API. */
    async placeOrder(input: DemoOrderInput): Promise<OrderView> {
      const client = find(input.clientCode)
      const items = chooseItems(input)
      const id = createId()
      const { order } = await submitOrder({
        clientId: client.id,
        idempotencyKey: '',
        rawBody: '',
        input: {
          externalId: `demo-${id}`,
          number: `D-${id.slice(-6)}`,
          customer: { name: input.name, phone: input.phone },
          items,
          totalMinor: items.reduce((sum, { priceMinor, quantity }) => sum + priceMinor * quantity, 0),
          currency,
          delivery: input.city ? { city: input.city } : {},
          ...(input.comment && { comment: input.comment }),
          marketingConsent: true,
        },
      })
      return order
    },

    /** A simulated customer calls the shop's first number. */
    async callShop(code: string): Promise<void> {
      const [did] = didsOf(find(code))
      if (!did) throw new AppError<ErrorCode>('did/not-found', { code })
      await callAShop(did)
    },

    /** The secret by which this receiver of this shop checks signatures. */
    async secretOf(code: string, receiver: 'shop' | 'logistics'): Promise<string> {
      const row = await db('clients').where({ code }).first('shop_webhook_secret', 'logistics_webhook_secret')
      if (!row) throw new AppError<ErrorCode>('client/not-found', { code })
      return receiver === 'shop' ? row.shop_webhook_secret : row.logistics_webhook_secret
    },

    /** Makes the demo's own receivers those of all shops that have none, or had them at an earlier port of ours. */
    receiveWebhooksAt: (baseUrl: string) => pointWebhooksAt(db, baseUrl),
  }
}

function chooseItems({ clientCode, items }: DemoOrderInput) {
  const products = productsOf(clientCode)
  return items.map(({ sku, quantity }, index) => {
    const product = products.find((one) => one.sku === sku)
    if (!product) {
      throw invalidRequest([
        { pointer: `/items/${index}/sku`, code: 'not-found', detail: 'the shop has no such product' },
      ])
    }
    return { ...product, quantity }
  })
}

async function pointWebhooksAt(db: Database, baseUrl: string): Promise<void> {
  for (const receiver of ['shop', 'logistics'] as const) {
    const column = `${receiver}_webhook_url` as const
    await db('clients')
      .where((either) => void either.whereNull(column).orWhere(column, 'like', '%/api/demo/webhooks/%'))
      .update({ [column]: db.raw('CONCAT(?, code)', [`${baseUrl}/api/demo/webhooks/${receiver}/`]) })
  }
}
