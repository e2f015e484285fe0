import type { Day } from './day-state.ts'
import type { Candidates, View } from './policies/policy.ts'

const nobody: Candidates = { groups: [], persons: [] }

/** What the dialer of a day sees of it, at whatever moment it looks. */
export function createView(day: Day): View {
  const { staff, waiting, lines, counts, policy, network, servedBefore } = day
  return {
    get now() {
      return day.now
    },
    get loggedIn() {
      return staff.loggedIn()
    },
    get idle() {
      return staff.idle()
    },
    get talking() {
      return staff.talking()
    },
    get wrappingUp() {
      return staff.busy.length - staff.talking()
    },
    get waiting() {
      return waiting.length
    },
    busy: staff.busy,
    lines,
    get dials() {
      return counts.dials
    },
    get connected() {
      return counts.connected + servedBefore
    },
    get abandoned() {
      return counts.abandoned
    },
    candidates: (count) => (policy.seesPredictors ? network.orders.peek(count) : nobody),
  }
}
