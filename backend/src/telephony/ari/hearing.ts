import { setTimeout as delay } from 'node:timers/promises'
import { isAppError } from '@orderline/runtime/errors'
import { uri, type Requester } from './requester.ts'

export type HearingOptions = {
  applications: readonly string[]
  requester: Requester
  /** How long after Asterisk has taken an event of ours it may take to come back. */
  deafAfterMs?: number
  everyMs?: number
}

const probe = 'orderline-is-heard'

/**
 * Proves that events come. Asterisk can leave a connection deaf: where one is opened while the one before it is still
 * being cleared away, that clearing takes the applications from the new one, which stays open, with all that was
 * subscribed, and hears nothing. So each application is sent an event now and then (`POST /events/user`), and must be
 * heard after that: by this event or by any other.
 */
export function createHearing({ applications, requester, deafAfterMs = 3_000, everyMs = 2_000 }: HearingOptions) {
  const listeners = new Set<(application: string) => void>()

  async function isDeaf(application: string): Promise<boolean> {
    const { heard, close } = listenTo(application)
    const over = new AbortController()
    try {
      if (!(await send(application))) return true
      const late = delay(deafAfterMs, true, { signal: over.signal, ref: false })
      return await Promise.race([heard, late])
    } finally {
      over.abort()
      close()
    }
  }

  function listenTo(application: string) {
    let hear: (of: string) => void = () => undefined
    const heard = new Promise<false>((resolve) => {
      hear = (of) => of === application && resolve(false)
      listeners.add(hear)
    })
    return { heard, close: () => listeners.delete(hear) }
  }

  /** False: the application is not there. */
  async function send(application: string): Promise<boolean> {
    try {
      await requester.request({ method: 'POST', uri: uri(['events', 'user', probe], { application }) })
      return true
    } catch (error) {
      if (isAppError(error, 'telephony/unavailable')) throw error
      return false
    }
  }

  /** Which applications nothing is heard of. Rejects where Asterisk does not answer, which proves nothing. */
  async function findDeaf(): Promise<string[]> {
    const answers = await Promise.all(applications.map(isDeaf))
    return applications.filter((_, index) => answers[index])
  }

  return {
    findDeaf,
    /** An event came. */
    note: (application: string): void => listeners.forEach((listener) => listener(application)),
    /** Looks again and again, until something is found or the answered function is called. */
    watch(onDeaf: (applications: string[]) => void): () => void {
      let timer: NodeJS.Timeout | undefined
      let isOver = false
      const look = async () => {
        const deaf = await findDeaf().catch(() => [])
        if (isOver) return
        if (deaf.length > 0) onDeaf(deaf)
        else plan()
      }
      const plan = () => (timer = setTimeout(() => void look(), everyMs).unref())
      plan()
      return () => {
        isOver = true
        clearTimeout(timer)
      }
    },
  }
}
