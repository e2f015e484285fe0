import type { Leg, LegEvents } from './leg.ts'
import type { Invite } from './sip-agent.ts'

/** incoming: an INVITE waits for an answer; dialing: the room is being called; up: audio flows. */
export type LegState = 'none' | 'incoming' | 'dialing' | 'up'

type Deps = {
  /** `callId`: the call that an INVITE names, for as long as its leg is there. */
  onState: (state: LegState, callId: string | null) => void
  onAudio: (stream: MediaStream | null) => void
}
type RoomEvents = { up: () => void; ended: () => void }

/** One leg at a time: an INVITE that comes while there is one is told that we are busy. */
export function createLine({ onState, onAudio }: Deps) {
  let leg: Leg | undefined

  function drop(which: Leg | undefined): void {
    if (leg !== which) return
    leg = undefined
    onAudio(null)
    onState('none', null)
  }

  function takeInvite({ take, callId }: Invite): void {
    const isBusy = leg !== undefined
    const mine: Leg = take({ up: () => onState('up', callId), ended: () => drop(mine), audio: onAudio })
    if (isBusy) return mine.hangUp()
    leg = mine
    onState('incoming', callId)
  }

  /** `call` gives undefined when no call can be made now; then it has ended at once, but after this returned. */
  function dialRoom(call: (events: LegEvents) => Leg | undefined, events: RoomEvents): { hangUp: () => void } {
    onState('dialing', null)
    const up = () => {
      onState('up', null)
      events.up()
    }
    const ended = () => {
      drop(mine)
      events.ended()
    }
    const mine = call({ up, ended, audio: onAudio })
    leg = mine
    if (!mine) queueMicrotask(ended)
    return { hangUp: () => mine?.hangUp() }
  }

  return {
    takeInvite,
    dialRoom,
    /** False when no leg waits for an answer. */
    answer(microphone: MediaStream): boolean {
      leg?.answer(microphone)
      return leg !== undefined
    },
    hangUp: () => leg?.hangUp(),
    leave: () => leg?.leave(),
    replaceMicrophone: async (microphone: MediaStream) => leg?.replaceMicrophone(microphone),
    stats: async () => leg?.stats(),
  }
}
