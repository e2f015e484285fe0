import type { IncomingMessage, Server } from 'node:http'
import type { DemoView } from '@orderline/domain/contract'
import type { Clock } from '@orderline/runtime/clock'
import type { Logger } from '@orderline/runtime/logger'
import type { Shutdown } from '@orderline/runtime/shutdown'
import type { ConfigCache } from '../config-cache/config-cache.ts'
import type { Config } from '../config.ts'
import { createCallAShop } from '../demo/call-a-shop.ts'
import { createDemoRoutes } from '../demo/demo-routes.ts'
import { createDemoService } from '../demo/demo-service.ts'
import { createReceivedWebhooks } from '../demo/received-webhooks.ts'
import type { HttpRouter } from '../http/http-types.ts'
import { isSameOrigin } from '../http/same-origin.ts'
import { createSipProxy } from '../telephony/sip-proxy.ts'
import { createUsersRepository } from '../users/users-repository.ts'
import type { Adapters } from './adapters.ts'
import type { OfficeParts } from './office-parts.ts'
import type { OrderParts } from './order-parts.ts'

export type DemoPartsDeps = Pick<Adapters, 'db' | 'redis'> & {
  server: Server
  config: ConfigCache
  settings: Config
  office: OfficeParts
  orderParts: OrderParts
  now: Clock
  log: Logger
  shutdown: Shutdown
}

/** Where the customer's phone of the demo page connects. */
export const customersPhonePath = '/demo-sip'
/** The number that the simulated telephone network gives to the page's phone, and its realm (carrier/pjsip.conf). */
const phoneNumber = '+380445550100'
const realm = 'carrier'

/** What the page /demo needs; no routes at all where the centre is no demo. */
export async function createDemoParts(deps: DemoPartsDeps): Promise<HttpRouter[]> {
  const { settings, office, orderParts, redis, now } = deps
  if (!settings.DEMO) return []
  openCustomersPhone(deps)
  const demo = createDemoService({
    ...deps,
    submitOrder: orderParts.submitOrder,
    callAShop: createCallAShop(carrierOf(settings)),
    phone: {
      username: settings.DEMO_PHONE_USERNAME ?? '',
      password: settings.DEMO_PHONE_PASSWORD ?? '',
      realm,
      number: phoneNumber,
    },
    logins: await describeLogins(deps),
  })
  if (settings.PUBLIC_URL !== undefined) await demo.receiveWebhooksAt(settings.PUBLIC_URL)
  return [createDemoRoutes({ guards: office.guards, demo, received: createReceivedWebhooks({ redis, now }) })]
}

function carrierOf(settings: Config) {
  const { DEMO_CARRIER_ARI_URL, DEMO_CARRIER_ARI_USERNAME = '', DEMO_CARRIER_ARI_PASSWORD = '' } = settings
  if (DEMO_CARRIER_ARI_URL === undefined) return undefined
  return { ariUrl: DEMO_CARRIER_ARI_URL, username: DEMO_CARRIER_ARI_USERNAME, password: DEMO_CARRIER_ARI_PASSWORD }
}

/** The customer's phone in the page belongs to the simulated network, and needs no login of ours: its password is shown. */
function openCustomersPhone({ server, settings, log, shutdown }: DemoPartsDeps): void {
  const targetUrl = settings.DEMO_CARRIER_SIP_WS_URL
  if (targetUrl === undefined) return
  const isOwnPage = ({ headers }: IncomingMessage) => Promise.resolve(isSameOrigin(headers.origin, headers.host))
  const proxy = createSipProxy({ server, path: customersPhonePath, targetUrl, authorizeUpgrade: isOwnPage, log })
  shutdown.register('demo phones', () => proxy.close())
}

async function describeLogins({ db, settings, now }: DemoPartsDeps): Promise<DemoView['logins']> {
  const users = createUsersRepository({ db, now })
  const known = Object.values(settings.DEMO_LOGINS)
  const found = await Promise.all(
    known.map(async ({ login, password }) => ({ password, user: await users.findByLogin(login) })),
  )
  return found.flatMap(({ password, user }) =>
    user ? [{ role: user.role, login: user.login, password, name: user.name }] : [],
  )
}
