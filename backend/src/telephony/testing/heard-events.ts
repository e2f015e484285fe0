import type { TelephonyEvent, TelephonyEventOf, TelephonyEventType } from '../events.ts'
import type { Telephony } from '../port.ts'

/** Keeps what a telephony told, and waits for what it has not told yet. */
export function hearEvents(telephony: Telephony) {
  const heard: TelephonyEvent[] = []
  const waiting = new Set<(event: TelephonyEvent) => void>()
  const stop = telephony.onEvent((event) => {
    heard.push(event)
    for (const listener of waiting) listener(event)
  })

  return {
    all: heard as readonly TelephonyEvent[],
    of: <Type extends TelephonyEventType>(type: Type) =>
      heard.filter((event): event is TelephonyEventOf<Type> => event.type === type),
    /** Resolves with the first event of this type that fits, heard already or not. The test's time limits the wait. */
    async until<Type extends TelephonyEventType>(
      type: Type,
      fits: (event: TelephonyEventOf<Type>) => boolean = () => true,
    ): Promise<TelephonyEventOf<Type>> {
      const isIt = (event: TelephonyEvent): event is TelephonyEventOf<Type> =>
        event.type === type && fits(event as TelephonyEventOf<Type>)
      return (
        heard.find(isIt) ??
        new Promise((resolve) => {
          const listener = (event: TelephonyEvent) => {
            if (!isIt(event)) return
            waiting.delete(listener)
            resolve(event)
          }
          waiting.add(listener)
        })
      )
    },
    clear: () => void heard.splice(0),
    stop,
  }
}

export type HeardEvents = ReturnType<typeof hearEvents>
