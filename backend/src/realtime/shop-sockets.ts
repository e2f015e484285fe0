import { setImmediate as nextTurn } from 'node:timers/promises'
import type { ClientSight } from '../sight/client-sight.ts'
import { enterShops } from './enter-shops.ts'
import { agentsRoom, leadsRoom, type AppServer } from './sockets.ts'
import { tellMissedCalls } from './tell-missed-calls.ts'

/** What the sockets of this process hear of the shops that their people see. */
export function createShopSockets(io: AppServer, seenClients: ClientSight) {
  return {
    /** Whether somebody is there who may look after missed calls. */
    mayHandleMissed: (): boolean => [agentsRoom, leadsRoom].some((room) => io.sockets.adapter.rooms.has(room)),
    emitMissedCalls(open: ReadonlyMap<string, number>): void {
      for (const socket of io.sockets.sockets.values()) tellMissedCalls(socket, open)
    },
    /** Skills or queues are others now: agents hear of the shops that they serve by now. */
    async sightChanged(): Promise<void> {
      for (const socket of [...io.sockets.sockets.values()]) {
        await enterShops(socket, seenClients)
        // All shops are looked at for each agent: calls go on between two of them.
        await nextTurn()
      }
    },
  }
}
