import { createSocket } from 'node:dgram'
import { openSync, closeSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { openEars } from './dialer-ears.mjs'
import { startSipp } from './sipp.mjs'

const readEveryMs = 50

/**
 * A dial as the telephone network saw it. It ends by one of: the customer hung up, the centre hung up on the customer,
 * the centre gave up before the answer, the network refused.
 * @typedef {object} SeenDial
 * @property {string} callId @property {string} number
 * @property {number} audioPort from which the centre sends
 * @property {number} dialedAt epoch ms, as the others
 * @property {number} [answeredAt] @property {number} [heardAt] an agent was to be heard
 * @property {number} [endedAt]
 * @property {'customer' | 'centre' | 'network'} [endedBy]
 */

/** @typedef {ReturnType<typeof createNetworkLog>} NetworkLog */

/** What SIPp wrote of the network, line by line; see sipp/network.xml. */
export function createNetworkLog() {
  /** @type {Map<string, SeenDial>} */
  const dials = new Map()
  /** @type {Record<string, (dial: SeenDial, at: number) => void>} */
  const happenings = {
    answered: (dial, at) => void (dial.answeredAt = at),
    heard: (dial, at) => void (dial.heardAt ??= at),
    // One that crosses the answer ends nothing: the centre hangs up, too, when it hears of that.
    cancelled: (dial, at) => void (dial.answeredAt ?? end(dial, at, 'centre')),
    hungUp: (dial, at) => end(dial, at, 'customer'),
    hungUpOn: (dial, at) => end(dial, at, 'centre'),
    refused: (dial, at) => end(dial, at, 'network'),
  }
  return {
    dials: () => [...dials.values()],
    /** @param {string} line @returns {SeenDial | undefined} when it tells of a dial that begins */
    read(line) {
      const [what = '', callId = '', number = '', port, seconds, microseconds] = line.split(';')
      const at = Number(seconds) * 1000 + Number(microseconds) / 1000
      if (what === 'dialed') {
        const dial = { callId, number, audioPort: Number(port), dialedAt: at }
        dials.set(callId, dial)
        return dial
      }
      const dial = dials.get(callId)
      if (dial) happenings[what]?.(dial, at)
      return undefined
    },
  }
}

/** What crosses it on the way comes too late. @param {SeenDial} dial @param {number} at @param {SeenDial['endedBy']} by */
function end(dial, at, by) {
  if (dial.endedAt !== undefined) return
  dial.endedAt = at
  dial.endedBy = by
}

/**
 * The telephone network that the centre's trunk leads to: SIPp, with customers who do what their numbers say.
 * @param {{ port: number, dir: string }} options `port`: where the trunk calls; `dir`: for its log
 */
export async function startNetwork({ port, dir }) {
  const log = createNetworkLog()
  /** @type {Map<number, string>} the last call on each port of the centre's */
  const callIds = new Map()
  /** @type {Set<string>} */
  const told = new Set()
  const mouth = createSocket('udp4')
  const ears = await openEars((audioPort) => {
    const callId = callIds.get(audioPort)
    if (callId === undefined || told.has(callId)) return
    told.add(callId)
    mouth.send(request('INFO', { callId, port }), port, '127.0.0.1')
  })
  const logFile = join(dir, 'network.log')
  const logging = ['-trace_logs', '-log_file', logFile, '-trace_err', '-error_file', join(dir, 'network-errors.log')]
  const sipp = await startSipp({ scenario: 'network', port, args: [...logging, '-key', 'earPort', String(ears.port)] })
  await answersOptions({ mouth, port, sipp })
  const follower = followLines(logFile, (line) => {
    const dial = log.read(line)
    if (dial) callIds.set(dial.audioPort, dial.callId)
  })
  return {
    dials: log.dials,
    output: sipp.output,
    async close() {
      await sipp.close()
      follower.close()
      ears.close()
      mouth.close()
    },
  }
}

/**
 * Asks until there is an answer. Throws when SIPp has ended, with what it said.
 * @param {{ mouth: import('node:dgram').Socket, port: number, sipp: Awaited<ReturnType<typeof startSipp>> }} options
 */
async function answersOptions({ mouth, port, sipp }) {
  await new Promise((resolve) => mouth.bind(0, '127.0.0.1', () => resolve(undefined)))
  const ask = () => mouth.send(request('OPTIONS', { callId: 'ready', port }), port, '127.0.0.1')
  const timer = setInterval(ask, readEveryMs)
  const answered = new Promise((resolve) => mouth.once('message', () => resolve(undefined)))
  const code = await Promise.race([answered, sipp.exited])
  clearInterval(timer)
  if (code !== undefined) throw new Error(`The telephone network did not start:\n${sipp.output().slice(-2000)}`)
}

/**
 * With the Call-ID of a customer's call SIPp takes it for a part of that. Nothing is answered but OPTIONS.
 * @param {'INFO' | 'OPTIONS'} method @param {{ callId: string, port: number }} to
 */
function request(method, { callId, port }) {
  const lines = [
    `${method} sip:customer@127.0.0.1:${port} SIP/2.0`,
    'Via: SIP/2.0/UDP 127.0.0.1;branch=z9hG4bK-ears',
    'From: <sip:ears@127.0.0.1>;tag=ears',
    'To: <sip:customer@127.0.0.1>',
    `Call-ID: ${callId}`,
    `CSeq: 1 ${method}`,
    'Max-Forwards: 70',
    'Content-Length: 0',
  ]
  return `${lines.join('\r\n')}\r\n\r\n`
}

/** Tells each whole line of a file that grows. @param {string} file @param {(line: string) => void} onLine */
function followLines(file, onLine) {
  const descriptor = openSync(file, 'a+')
  const chunk = Buffer.alloc(65_536)
  let rest = ''
  const read = () => {
    for (let length; (length = readSync(descriptor, chunk, 0, chunk.length, null)) > 0;) {
      const lines = (rest + chunk.toString('latin1', 0, length)).split('\n')
      rest = lines.pop() ?? ''
      lines.forEach(onLine)
    }
  }
  const timer = setInterval(read, readEveryMs)
  return {
    close() {
      clearInterval(timer)
      closeSync(descriptor)
    },
  }
}
