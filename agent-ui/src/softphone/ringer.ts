import { createSpeaker } from './speaker.ts'

const ringSeconds = 1.1
const pauseSeconds = 1.9
const loudness = 0.12

/** A soft two-tone ring, made here, on a device of its own choice (so that it is heard when the headset lies on the desk). */
export function createRinger() {
  const speaker = createSpeaker()
  let context: AudioContext | undefined

  function start(): void {
    if (context) return
    context = new AudioContext()
    const output = context.createMediaStreamDestination()
    const gate = createGate(context)
    for (const frequency of [523.25, 659.25]) {
      const tone = new OscillatorNode(context, { frequency })
      tone.connect(gate)
      tone.start()
    }
    gate.connect(output)
    void speaker.play(output.stream)
  }

  function stop(): void {
    speaker.stop()
    void context?.close()
    context = undefined
  }

  return { start, stop, useDevice: speaker.useDevice, findDevice: speaker.findDevice }
}

/** Rings for ten minutes in a fixed rhythm: planned ahead, so that a throttled background tab keeps the beat. */
function createGate(context: AudioContext): GainNode {
  const gate = new GainNode(context, { gain: 0 })
  const period = ringSeconds + pauseSeconds
  for (let at = context.currentTime + 0.02; at < 600; at += period) {
    gate.gain.setTargetAtTime(loudness, at, 0.02)
    gate.gain.setTargetAtTime(0, at + ringSeconds, 0.04)
  }
  return gate
}
