import { createSilentLogger } from '@orderline/runtime/logger'
import type { AriOptions } from '../ari/ari-options.ts'
import { authorizationHeader } from '../ari/ari-options.ts'

function required(name: string): string {
  const value = process.env[name]
  if (value === undefined) throw new Error(`${name} is not set: run this by npm test.`)
  return value
}

/** How to reach the centre's Asterisk in a test. `app` is the dialplan's unless the test wants one of its own. */
export function testAriOptions(app = 'orderline'): AriOptions {
  return {
    url: required('TEST_ARI_URL'),
    username: required('TEST_ARI_USERNAME'),
    password: required('TEST_ARI_PASSWORD'),
    app,
    trunkEndpoint: 'trunk',
    log: createSilentLogger(),
  }
}

export const testSipWsUrl = (): string => required('TEST_SIP_WS_URL')
export const testTrunkPort = (): number => Number(required('TEST_SIP_PORT'))

export type CustomerCall = {
  did: string
  number: string
  name: string
  /** A key that the customer presses after three seconds, instead of talking. */
  presses?: string
}

/** Has a customer of the simulated telephone network call; returns the way to hang up. */
export async function carrierCalls({ did, number, name, presses }: CustomerCall): Promise<() => Promise<void>> {
  const query = new URLSearchParams({
    endpoint: `PJSIP/${did}@centre`,
    ...(presses === undefined
      ? { context: 'customer-talks', extension: 's' }
      : { context: 'presses', extension: presses }),
    priority: '1',
    callerId: `"${name}" <${number}>`,
  })
  const answer = await askCarrier('POST', `channels?${query.toString()}`)
  const { id } = (await answer.json()) as { id: string }
  return async () => void (await askCarrier('DELETE', `channels/${id}`))
}

async function askCarrier(method: string, path: string): Promise<Response> {
  const username = required('TEST_CARRIER_ARI_USERNAME')
  const password = required('TEST_CARRIER_ARI_PASSWORD')
  const headers = authorizationHeader({ ...testAriOptions(), username, password })
  return fetch(`${required('TEST_CARRIER_ARI_URL')}/ari/${path}`, { method, headers })
}
