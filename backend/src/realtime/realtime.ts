import type { Logger } from '@orderline/runtime/logger'
import { createBoardPublisher } from '../board/board-publisher.ts'
import type { BoardService } from '../board/board-service.ts'
import type { CallCentre } from '../calls/call-centre.ts'
import { createCampaignsPublisher } from '../campaigns/campaigns-publisher.ts'
import type { CampaignProgressReader } from '../campaigns/campaign-progress.ts'
import type { CampaignsService } from '../campaigns/campaigns-service.ts'
import { toGlance } from '../queues/live-glance.ts'
import type { MissedCallsRepository } from '../missed-calls/missed-calls-repository.ts'
import { createMissedRefresh } from './missed-refresh.ts'
import { createQueueRefresh } from './queue-refresh.ts'
import type { SocketServer } from './socket-server.ts'

export type RealtimeDeps = {
  sockets: SocketServer
  centre: Pick<CallCentre, 'agentsStore' | 'callsStore'>
  board: BoardService
  missedCalls: Pick<MissedCallsRepository, 'countOpen'>
  campaignParts: { campaigns: Pick<CampaignsService, 'find'>; progress: Pick<CampaignProgressReader, 'progress'> }
  log: Logger
}

/** What is pushed without anybody's asking: the board, the queues on agents' screens, missed calls, how far campaigns are. */
export function createRealtime({ sockets, centre, board, missedCalls, campaignParts, log }: RealtimeDeps): {
  close(): void
} {
  const { agentsStore, callsStore } = centre
  const { isBoardWatched: isWatched, emitBoard: emit } = sockets
  const publisher = createBoardPublisher({ current: () => board.current(), isWatched, emit })
  const refresh = createQueueRefresh({
    glances: () => board.current().queues.map(toGlance),
    isWatched: sockets.hasAgents,
    emit: sockets.emitQueues,
  })
  const missed = createMissedRefresh({
    count: () => missedCalls.countOpen(),
    isWatched: sockets.mayHandleMissed,
    emit: sockets.emitMissedCalls,
    log,
  })
  const campaigns = createCampaignsPublisher({
    watched: sockets.watchedCampaigns,
    progress: async (id) => {
      const campaign = await campaignParts.campaigns.find(id)
      return campaign && campaignParts.progress.progress(campaign)
    },
    emit: sockets.emitCampaign,
    log,
  })
  const stops = [agentsStore.onChange(publisher.changed), callsStore.onChange(publisher.changed)]
  return {
    close(): void {
      stops.forEach((stop) => stop())
      publisher.close()
      refresh.close()
      missed.close()
      campaigns.close()
    },
  }
}
