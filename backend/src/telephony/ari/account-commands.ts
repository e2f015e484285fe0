import type { SipAccount, TelephonyCommands } from '../port.ts'
import type { AriOptions } from './ari-options.ts'
import { uri, type Requester } from './requester.ts'
import type { RestClient } from './rest-client.ts'

type Commands = Pick<TelephonyCommands, 'pushAccount' | 'removeAccount'>

/** The endpoint names the other two: made last, removed first. */
const objectTypes = ['auth', 'aor', 'endpoint'] as const

export type AccountCommandsDeps = { rest: RestClient; requester: Requester; options: AriOptions }

/** Accounts of agents' phones, in Asterisk's memory (`sorcery.conf`). */
export function createAccountCommands({ rest, requester, options }: AccountCommandsDeps): Commands {
  return {
    async pushAccount(account: SipAccount): Promise<void> {
      const objects = describeAccount(account, options)
      for (const objectType of objectTypes) {
        const fields = Object.entries(objects[objectType]).map(([attribute, value]) => ({ attribute, value }))
        const parameters = { configClass: 'res_pjsip', objectType, id: account.username, fields }
        await rest.ask(`push ${objectType}`, (client) => client.asterisk.updateObject(parameters))
      }
    },
    async removeAccount(username: string): Promise<void> {
      for (const objectType of objectTypes.toReversed()) {
        const path = uri(['asterisk', 'config', 'dynamic', 'res_pjsip', objectType, username])
        await requester.request({ method: 'DELETE', uri: path }, [404])
      }
    },
  }
}

const browserMedia = {
  allow: 'opus,alaw,ulaw',
  webrtc: 'yes',
  dtls_auto_generate_cert: 'yes',
  // Else a WebSocket is told the machine's own name, and JsSIP takes no message from one that begins with a digit, as the
  // names of containers do (RFC 3261 §25.1, toplabel). Nobody looks it up: all goes over the same socket.
  from_domain: 'orderline',
}
const phoneMedia = { allow: 'alaw,ulaw', direct_media: 'no', rtp_symmetric: 'yes', force_rport: 'yes' }

function describeAccount(
  { username, password }: SipAccount,
  { agentPhones, agentAudioTimeoutSeconds = 0 }: AriOptions,
) {
  // A browser sends audio all the time, also when muted. One that died would hold its customer in silence for as long as that
  // customer waits. A SIP phone may be silent by itself (RFC 3389): nothing is told by its silence.
  const media = agentPhones === 'sip' ? phoneMedia : { ...browserMedia, rtp_timeout: String(agentAudioTimeoutSeconds) }
  return {
    auth: { auth_type: 'userpass', username, password },
    aor: { max_contacts: '1', remove_existing: 'yes', maximum_expiration: '300', qualify_frequency: '30' },
    // `disallow` comes before `allow`, which adds to what is left.
    endpoint: {
      aors: username,
      auth: username,
      context: 'agents',
      disallow: 'all',
      ...media,
    },
  }
}
