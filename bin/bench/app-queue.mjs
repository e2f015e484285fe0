import { join } from 'node:path'
import { startAsterisk } from '../lib/asterisk.mjs'
import { freePort } from '../lib/ports.mjs'

/**
 * Asterisk's own queue, as its users set it up: static members, who idles longest is called first, the caller hears
 * ringing and is answered by the agent's answer. The same modules and bridges as Orderline's Asterisk plus those that
 * app_queue needs, and the simple bridge, which suits it best.
 * @param {{ dir: string, agents: number, phonesPort: number }} options
 */
export async function startAppQueue({ dir, agents, phonesPort }) {
  const members = Array.from({ length: agents }, (_, i) => `bench-${i}`)
  const asterisk = await startAsterisk({
    role: 'centre',
    dir: join(dir, 'app-queue'),
    peer: { port: await freePort() },
    modules: ['app_queue.so', 'bridge_simple.so'],
    files: {
      'queues.conf': queues(members),
      // Its messages are all made, as Asterisk comes: the queue itself listens to some that we decline.
      'stasis.conf': '',
      'pjsip.local.conf': members.map((name) => account(name, phonesPort)).join('\n'),
      'extensions.local.conf': '[from-trunk](+)\nexten => 100,1,Queue(bench,rI,,,60)\n same => n,Hangup(17)\n',
    },
  })
  return {
    name: /** @type {const} */ ('app_queue'),
    target: `127.0.0.1:${asterisk.sipPort}`,
    number: '100',
    pids: { asterisk: asterisk.pid ?? 0 },
    stop: () => asterisk.stop(),
  }
}

/** @param {string[]} members */
function queues(members) {
  const general =
    '[general]\nautofill = yes\nshared_lastcall = no\n\n[bench]\nstrategy = leastrecent\ntimeout = 20\nretry = 1\n'
  return `${general}wrapuptime = 0\nringinuse = no\njoinempty = yes\n${members.map((name) => `member => PJSIP/${name}`).join('\n')}\n`
}

/** @param {string} name @param {number} port */
function account(name, port) {
  return `[${name}]
type = endpoint
context = void
aors = ${name}
disallow = all
allow = ulaw
direct_media = no

[${name}]
type = aor
contact = sip:${name}@127.0.0.1:${port}
`
}
