import { basicAuth } from '../../../bin/lib/readiness.mjs'
import { startSipp } from '../../../bin/lib/sipp.mjs'
import { placeDemoCall } from '../../../bin/lib/demo-call.mjs'
import type { Stage } from './stage.ts'

type Wish = { shop: string; did?: number; from?: string; name?: string | Buffer }

/** A customer with a telephone of SIPp, who stays until the other side hangs up. */
export function callShop(stage: Stage, { shop, did = 0, from = '+380671234567', name = 'Customer' }: Wish) {
  return startSipp({
    scenario: 'caller-stays',
    target: { port: stage.asterisk.sipPort },
    did: stage.shop(shop).dids[did] ?? '',
    caller: from,
    display: name,
  })
}

/** A customer of the simulated telephone network, who speaks when answered. */
export async function speakToShop({ shop: find, carrier, ...stage }: Stage, shop: string, from: string) {
  const demo = { url: stage.url, users: stage.users, clients: { [shop]: find(shop) }, trunk: undefined }
  await placeDemoCall({ ...demo, carrier: { url: carrier.url, ...carrier.ari } }, { client: shop, from })
}

type Channel = { id: string; name: string }
type RtpFigures = { txcount: number; rxcount: number }

/** RTP packets that Asterisk itself has counted on its channels: from agents' browsers, or from the trunk. */
export async function packetsAtAsterisk({ asterisk }: Stage, nameBegins: string): Promise<RtpFigures> {
  const ask = async <T>(path: string): Promise<T> => {
    const response = await fetch(`${asterisk.url}/ari/${path}`, { headers: { authorization: basicAuth(asterisk.ari) } })
    return (await response.json()) as T
  }
  const channels = (await ask<Channel[]>('channels')).filter(({ name }) => name.startsWith(nameBegins))
  const figures = await Promise.all(channels.map(({ id }) => ask<RtpFigures>(`channels/${id}/rtp_statistics`)))
  return figures.reduce(
    (sum, { txcount, rxcount }) => ({ txcount: sum.txcount + txcount, rxcount: sum.rxcount + rxcount }),
    { txcount: 0, rxcount: 0 },
  )
}
