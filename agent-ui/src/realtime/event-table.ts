import type { ServerEvents } from '@orderline/domain/contract'
import { useBoardStore } from '../stores/board.ts'
import { useCampaignsStore } from '../stores/campaigns.ts'
import { useDesktopStore } from '../stores/desktop.ts'
import { useMissedCallsStore } from '../stores/missed-calls.ts'
import { useNoticesStore } from '../stores/notices.ts'

/** Every event of the server and the store action that takes it. */
export function createEventTable(): ServerEvents {
  const desktop = useDesktopStore()
  const board = useBoardStore()
  const campaigns = useCampaignsStore()
  const notices = useNoticesStore()
  const missed = useMissedCallsStore()
  return {
    desktop: (snapshot) => desktop.receive(snapshot),
    queues: (glances) => desktop.receiveQueues(glances),
    board: (snapshot) => board.receive(snapshot),
    campaign: (progress) => campaigns.receive(progress),
    notice: (notice) => notices.receive(notice),
    missedCalls: (open) => missed.receive(open),
  }
}
