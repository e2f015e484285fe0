import { LaunchError } from './launch-error.mjs'
import { basicAuth } from './readiness.mjs'

/**
 * Lets the simulated telephone network call a shop's number. The caller talks once answered.
 * @param {import('./demo-file.mjs').Demo} demo
 * @param {{ client?: string | undefined, from: string }} wish `client` is a shop's code; the first one when not given
 * @returns {Promise<{ client: string, did: string, from: string }>}
 */
export async function placeDemoCall({ clients, carrier }, { client = Object.keys(clients)[0] ?? '', from }) {
  const did = Object.hasOwn(clients, client) ? clients[client]?.dids[0] : undefined
  if (!did)
    throw new LaunchError(
      `There is no shop with the code "${client}" and a number. There are: ${Object.keys(clients).join(', ')}.`,
    )
  if (!/^\+?\d{3,15}$/.test(from))
    throw new LaunchError(`"${from}" is not a telephone number. Write it like +380671234567.`)
  if (!carrier)
    throw new LaunchError(
      'This centre uses an Asterisk of yours, so there is no simulated telephone network to call from.',
    )
  const query = new URLSearchParams({
    endpoint: `PJSIP/${did}@centre`,
    context: 'customer-talks',
    extension: 's',
    priority: '1',
    callerId: from,
    // How long the caller waits for an answer.
    timeout: '300',
  })
  const response = await callCarrier(`${carrier.url}/ari/channels?${query}`, carrier)
  if (!response.ok) throw new LaunchError(`The simulated telephone network refused the call: ${await response.text()}`)
  return { client, did, from }
}

/** @param {string} url @param {{ username: string, password: string }} login */
async function callCarrier(url, login) {
  try {
    return await fetch(url, {
      method: 'POST',
      headers: { authorization: basicAuth(login) },
      signal: AbortSignal.timeout(5000),
    })
  } catch (cause) {
    throw new LaunchError('The simulated telephone network does not answer. Is npm start running?', { cause })
  }
}
