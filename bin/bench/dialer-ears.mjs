import { createSocket } from 'node:dgram'
import { alawTone, encodeAlaw } from '../lib/tone.mjs'

const hertz = 1000
const rtpHeaderBytes = 12

/** What agents' phones send all the time: eight samples over and over, which no speech and no hold music has in it. */
export function agentVoice() {
  return alawTone({ hertz, seconds: 1 })
}

/** The samples of the voice that are not near silence: six of eight. */
const loudSamples = new Set(agentVoice().filter((sample) => sample !== encodeAlaw(0)))

/** @param {Buffer} packet RTP (RFC 3550) with A-law @returns {boolean} whether an agent's voice is in it */
export function hasAgentVoice(packet) {
  const samples = packet.subarray(rtpHeaderBytes)
  const loud = samples.reduce((count, sample) => count + (loudSamples.has(sample) ? 1 : 0), 0)
  return loud > samples.length / 2
}

/**
 * The ears of all customers: one port, where the audio of each call comes from a port of its own. What is heard is said
 * back, so that no line is taken for a dead one.
 * @param {(port: number) => void} onAgent the centre's port from which an agent is heard; told for each packet
 */
export async function openEars(onAgent) {
  const socket = createSocket('udp4')
  socket.on('message', (packet, { port, address }) => {
    if (hasAgentVoice(packet)) onAgent(port)
    socket.send(packet, port, address)
  })
  await new Promise((resolve, reject) => socket.once('error', reject).bind(0, '127.0.0.1', () => resolve(undefined)))
  return { port: socket.address().port, close: () => void socket.close() }
}
