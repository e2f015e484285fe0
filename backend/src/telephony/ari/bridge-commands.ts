import { setTimeout as delay } from 'node:timers/promises'
import { AppError, isAppError } from '@orderline/runtime/errors'
import type { PlayInput, TelephonyCommands, TelephonyErrorCode } from '../port.ts'
import { mediaUris } from './media-uris.ts'
import { uri, type Requester } from './requester.ts'

type Commands = Pick<
  TelephonyCommands,
  | 'createBridge'
  | 'destroyBridge'
  | 'addToBridge'
  | 'removeFromBridge'
  | 'play'
  | 'stopPlayback'
  | 'isPlaying'
  | 'recordBridge'
  | 'pauseRecording'
  | 'resumeRecording'
  | 'stopRecording'
>

/** For what follows an answer of Asterisk by some milliseconds: the name of a destroyed bridge becomes free. */
const patience = { tries: 40, everyMs: 25 }

/** Conversations: bridges, what is played in them, and their recordings. */
export function createBridgeCommands(requester: Requester): Commands {
  const post = async (path: string) => void (await requester.request({ method: 'POST', uri: path }))
  const remove = async (path: string, fine: number[]) =>
    void (await requester.request({ method: 'DELETE', uri: path }, fine))

  /** Bridges that we have just destroyed: Asterisk may still list one that nobody can enter any more. */
  const dying = new Set<string>()

  async function createBridge(bridgeId: string): Promise<void> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await post(uri(['bridges', bridgeId], { type: 'mixing', name: bridgeId }))
      } catch (error) {
        if (!isAppError(error, 'telephony/conflict')) throw error
        if (!dying.has(bridgeId) && (await exists('bridges', bridgeId))) return
        if (tries >= patience.tries) throw error
        await delay(patience.everyMs)
      }
    }
  }

  async function destroyBridge(bridgeId: string): Promise<void> {
    dying.add(bridgeId)
    setTimeout(() => dying.delete(bridgeId), patience.tries * patience.everyMs).unref()
    // 409: it is being destroyed already.
    await remove(uri(['bridges', bridgeId]), [404, 409])
  }

  async function exists(kind: 'bridges' | 'playbacks', id: string): Promise<boolean> {
    const found = await requester.request({ method: 'GET', uri: uri([kind, id]) }, [404])
    return typeof found === 'object' && found !== null && 'id' in found
  }

  async function addToBridge(bridgeId: string, channelIds: readonly string[]): Promise<void> {
    try {
      await post(uri(['bridges', bridgeId, 'addChannel'], { channel: channelIds.join(',') }))
    } catch (error) {
      throw missingChannel(error)
    }
  }

  function play({ playbackId, on, media }: PlayInput): Promise<void> {
    const target = 'channelId' in on ? ['channels', on.channelId] : ['bridges', on.bridgeId]
    return post(uri([...target, 'play', playbackId], { media: mediaUris(media) }))
  }

  const recording = (name: string, part: string) => uri(['recordings', 'live', name, part])

  return {
    createBridge,
    destroyBridge,
    addToBridge,
    removeFromBridge: async (bridgeId, channelId) => {
      const path = uri(['bridges', bridgeId, 'removeChannel'], { channel: channelId })
      // 400: no such channel; 409 and 422: not in our hands, or not in this bridge.
      await requester.request({ method: 'POST', uri: path }, [400, 404, 409, 422])
    },
    play,
    stopPlayback: (playbackId) => onceItRuns(() => remove(uri(['playbacks', playbackId]), [404])),
    isPlaying: (playbackId) => exists('playbacks', playbackId),
    recordBridge: ({ bridgeId, name }) =>
      post(uri(['bridges', bridgeId, 'record'], { name, format: 'wav', ifExists: 'fail', beep: false })),
    pauseRecording: (name) => onceItRuns(() => post(recording(name, 'pause'))),
    resumeRecording: (name) => onceItRuns(() => remove(recording(name, 'pause'), [])),
    stopRecording: async (name) => {
      // 409: it has ended, and is about to leave the list.
      await requester.request({ method: 'POST', uri: recording(name, 'stop') }, [404, 409])
    },
  }
}

/**
 * A recording that has been accepted begins some milliseconds later, and cannot be paused before; a playback that goes
 * from one of its sounds to the next cannot be stopped just then, and ARI answers 409 or 500.
 */
async function onceItRuns(command: () => Promise<void>): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await command()
    } catch (error) {
      if (!isPassing(error) || tries >= patience.tries) throw error
      await delay(patience.everyMs)
    }
  }
}

function isPassing(error: unknown): boolean {
  return isAppError(error, 'telephony/conflict') || (isAppError(error) && error.details['status'] === 500)
}

/** For a bridge, ARI answers 400 when the channel does not exist, and 404 when the bridge does not. */
function missingChannel(error: unknown): unknown {
  if (!isAppError<TelephonyErrorCode>(error) || error.details['status'] !== 400) return error
  return new AppError<TelephonyErrorCode>('telephony/not-found', error.details, { cause: error })
}
