import { createBoardPublisher } from '../board/board-publisher.ts'
import type { BoardService } from '../board/board-service.ts'
import type { CallCentre } from '../calls/call-centre.ts'
import { createQueueRefresh } from './queue-refresh.ts'
import type { SocketServer } from './socket-server.ts'

export type RealtimeDeps = {
  sockets: SocketServer
  centre: Pick<CallCentre, 'agents' | 'agentsStore' | 'callsStore' | 'desktops' | 'screens'>
  board: BoardService
}

/** What is pushed without anybody's asking: the board, and the queues on agents' screens. */
export function createRealtime({ sockets, centre, board }: RealtimeDeps): { close(): void } {
  const { agents, agentsStore, callsStore, desktops, screens } = centre
  const { isBoardWatched: isWatched, emitBoard: emit, localAgents } = sockets
  const publisher = createBoardPublisher({ current: () => board.current(), isWatched, emit })
  const refresh = createQueueRefresh({ localAgents, agent: agents.get, glances: desktops.glances, screens })
  const stops = [agentsStore.onChange(publisher.changed), callsStore.onChange(publisher.changed)]
  return {
    close(): void {
      stops.forEach((stop) => stop())
      publisher.close()
      refresh.close()
    },
  }
}
