import type { CampaignProgress } from './campaign-live.ts'
import type { AgentDesktop, Board, QueueGlance } from './desktop.ts'

/** socket.io events from server to browser. Rooms: `agent:<id>`, `board`, `leads`, `shop:<id>`, `campaign:<id>`, `user:<id>`. */
export type ServerEvents = {
  desktop: (desktop: AgentDesktop) => void
  /** All queues as they are now; an agent's screen takes those that it shows. Told again with the next change. */
  queues: (queues: QueueGlance[]) => void
  board: (board: Board) => void
  /** Each second, of a watched campaign that moved. */
  campaign: (progress: CampaignProgress) => void
  notice: (notice: Notice) => void
  /** How many missed calls of seen shops nobody has looked after; several of one number count once. */
  missedCalls: (open: number) => void
}

export type Notice = {
  id: string
  at: number
  level: 'info' | 'warning' | 'error'
  code: string
  /** For the text; `phone` is E.164, and shown as people read numbers. */
  params: Record<string, string | number>
}

/** socket.io events from browser to server. Board and campaigns are pushed to those who asked and may see them. */
export type ClientEvents = {
  'board:watch': () => void
  'board:unwatch': () => void
  /** All campaigns on this screen, in place of those named before; at most 200. */
  'campaigns:watch': (campaignIds: string[]) => void
  /** Health of the softphone, each 5 s and on change; the server takes an agent without a phone off the queue. */
  phone: (health: {
    /** And with a microphone: whoever is put through is talked to. */
    registered: boolean
    roomUp: boolean
    microphoneLevel: number | null
    packetLossPercent: number | null
    roundTripMs: number | null
  }) => void
}
