import type { RTCSession } from 'jssip/lib/RTCSession'

export type LegEvents = {
  /** Audio can flow: the other side has answered, or we have. */
  up: () => void
  /** Over, for whatever reason; called once. */
  ended: (cause: string) => void
  audio: (stream: MediaStream) => void
}

export type Leg = ReturnType<typeof createLeg>

/** One SIP dialog with its audio, in our words. The microphone's stream belongs to the caller and outlives the leg. */
export function createLeg(session: RTCSession, iceServers: RTCIceServer[], events: LegEvents) {
  let isOver = false

  function end(cause: string): void {
    if (isOver) return
    isOver = true
    events.ended(cause)
  }

  function listen(connection: RTCPeerConnection): void {
    connection.addEventListener('track', ({ track, streams }) => events.audio(streams[0] ?? new MediaStream([track])))
  }

  session.on('confirmed', () => events.up())
  session.on('ended', ({ cause }) => end(cause))
  session.on('failed', ({ cause }) => end(cause))
  session.on('peerconnection', ({ peerconnection }) => listen(peerconnection))
  // An outgoing session has made its connection before anybody could listen.
  if (session.connection) listen(session.connection)

  return {
    answer(microphone: MediaStream): void {
      session.answer({ mediaStream: microphone, pcConfig: { iceServers } })
    },
    /** Also declines a call that is not answered yet. (JsSIP declares its directions as an enum that it does not export.) */
    hangUp(): void {
      if (isOver || session.isEnded()) return
      const isUnanswered = session.isInProgress() && (session.direction as string) === 'incoming'
      session.terminate(isUnanswered ? { status_code: 486 } : {})
    },
    /**
     * The page goes, the person stays: the exchange must not take it for a hand on a key, and keeps the customer.
     * RFC 3326: the Reason of a BYE, as Q.850 cause 41, temporary failure.
     */
    leave(): void {
      if (isOver || session.isEnded()) return
      if (session.isEstablished()) session.terminate({ extraHeaders: ['Reason: Q.850;cause=41;text="page left"'] })
      else session.terminate({ status_code: 480 })
    },
    /** Another microphone, without a word to the other side. */
    async replaceMicrophone(microphone: MediaStream): Promise<void> {
      const track = microphone.getAudioTracks()[0] ?? null
      const senders = session.connection?.getSenders() ?? []
      await Promise.all(senders.map((sender) => sender.replaceTrack(track)))
    },
    async stats(): Promise<RTCStatsReport | undefined> {
      return session.connection?.getStats()
    },
  }
}
