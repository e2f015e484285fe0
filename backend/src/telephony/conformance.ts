import { describe } from 'vitest'
import { describeBridges } from './testing/conformance/bridges.ts'
import { describeCustomers } from './testing/conformance/customers.ts'
import { describeEventStream } from './testing/conformance/event-stream.ts'
import { describePhones } from './testing/conformance/phones.ts'
import { describeSounds } from './testing/conformance/sounds.ts'
import { createStage, type TelephonyWorld } from './testing/conformance/stage.ts'

export type { TelephonyWorld } from './testing/conformance/stage.ts'

/** One suite of behaviours for every implementation of the port. */
export function describeTelephony(name: string, openWorld: () => Promise<TelephonyWorld>): void {
  describe(`telephony: ${name}`, () => {
    const stage = createStage(openWorld)
    describeCustomers(stage)
    describeBridges(stage)
    describeSounds(stage)
    describePhones(stage)
    describeEventStream(stage)
  })
}
