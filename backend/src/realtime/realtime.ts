import { createBoardPublisher } from '../board/board-publisher.ts'
import type { BoardService } from '../board/board-service.ts'
import type { CallCentre } from '../calls/call-centre.ts'
import { toGlance } from '../queues/live-glance.ts'
import { createQueueRefresh } from './queue-refresh.ts'
import type { SocketServer } from './socket-server.ts'

export type RealtimeDeps = {
  sockets: SocketServer
  centre: Pick<CallCentre, 'agentsStore' | 'callsStore'>
  board: BoardService
}

/** What is pushed without anybody's asking: the board, and the queues on agents' screens. */
export function createRealtime({ sockets, centre, board }: RealtimeDeps): { close(): void } {
  const { agentsStore, callsStore } = centre
  const { isBoardWatched: isWatched, emitBoard: emit } = sockets
  const publisher = createBoardPublisher({ current: () => board.current(), isWatched, emit })
  const refresh = createQueueRefresh({
    glances: () => board.current().queues.map(toGlance),
    isWatched: sockets.hasAgents,
    emit: sockets.emitQueues,
  })
  const stops = [agentsStore.onChange(publisher.changed), callsStore.onChange(publisher.changed)]
  return {
    close(): void {
      stops.forEach((stop) => stop())
      publisher.close()
      refresh.close()
    },
  }
}
