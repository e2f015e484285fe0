import { applyCallEvent, type Call, type CallEffect, type CallEvent, type Step } from '@orderline/domain/call'
import type { LiveAgent } from '@orderline/domain/contract'
import type { Clock } from '@orderline/runtime/clock'
import type { LiveStore } from '@orderline/runtime/live-store'
import type { Logger } from '@orderline/runtime/logger'
import type { SerialQueue } from './serial-queue.ts'

export type CallsServiceDeps = {
  store: LiveStore<Call>
  serial: SerialQueue
  /** Carries out one effect. Never rejects: what failed is told as an event. */
  perform: (call: Call, effect: CallEffect) => Promise<void>
  /** The agent whose wrap-up still shows the call, if any. */
  findWrappingUp: (callId: string) => LiveAgent | undefined
  now: Clock
  log: Logger
}
export type CallsService = ReturnType<typeof createCallsService>

/** Live calls. Decides, saves, acts: in that order, and one event of a call after the other. */
export function createCallsService({ store, serial, perform, findWrappingUp, now, log }: CallsServiceDeps) {
  async function carryOut({ call, effects }: Step): Promise<void> {
    for (const effect of effects) await perform(call, effect)
    if (call.state === 'ended') await forgetUnlessShown(call.id)
  }

  /** An ended call stays as long as its agent writes about it. */
  async function forgetUnlessShown(callId: string): Promise<void> {
    if (store.get(callId)?.state === 'ended' && !findWrappingUp(callId)) await store.remove(callId)
  }

  const decide = (event: CallEvent) => (current: Call | undefined) => {
    const step = current && applyCallEvent(current, event, now())
    return step && { value: step.call, result: step }
  }

  async function decideAndSave(callId: string, event: CallEvent): Promise<Step | undefined> {
    const step = await store.update(callId, decide(event))
    // Ended is for good; any other refusal may come from a mirror that is behind another process.
    if (step || store.get(callId)?.state === 'ended') return step
    return store.updateFresh(callId, decide(event))
  }

  return {
    get: (callId: string): Call | undefined => store.get(callId),
    /** As Redis has it: the mirror that `get` reads may be behind another process. */
    find: (callId: string): Promise<Call | undefined> => store.find(callId),
    all: (): Call[] => store.all(),
    live: store.mirror,
    onChange: store.onChange,

    /** Makes a call live and does what its beginning asks for. A call that exists already stays as it is. */
    create: (step: Step): Promise<void> =>
      serial.run(step.call.id, async () => {
        const made = await store.update(step.call.id, (current) =>
          current ? undefined : { value: step.call, result: true },
        )
        if (made) await carryOut(step)
      }),

    /** Resolves, after everything was done, with the call as changed; undefined when the event was refused. */
    handle: (callId: string, event: CallEvent): Promise<Call | undefined> =>
      serial.run(callId, async () => {
        const step = await decideAndSave(callId, event)
        if (!step) return undefined
        log.debug({ callId, event: event.type, state: step.call.state }, 'call changed')
        await carryOut(step)
        return step.call
      }),

    /** After the wrap-up: nobody looks at the call any more. */
    forget: (callId: string): Promise<void> => serial.run(callId, () => forgetUnlessShown(callId)),
  }
}
