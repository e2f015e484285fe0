import { z } from 'zod'
import { idSchema } from '@orderline/domain/contract'
import type { Session } from '../http/http-types.ts'
import { campaignRoom, campaignRooms, type AppSocket } from './sockets.ts'

/** Those of these campaigns that the person may see. */
export type SeenCampaigns = (session: Session, ids: readonly string[]) => Promise<string[]>

const watchedSchema = z.array(idSchema).max(200)

/** Lets a socket name the campaigns on its screen; it hears of those that its person may see, and of no others. */
export function watchCampaigns(socket: AppSocket, seen: SeenCampaigns, failed: (error: unknown) => void): void {
  let wishes = 0

  async function watch(ids: readonly string[]): Promise<void> {
    const mine = (wishes += 1)
    const rooms = (await seen(socket.data.session, ids)).map(campaignRoom)
    // Another wish has come while this one was looked up.
    if (mine !== wishes) return
    for (const room of socket.rooms) if (room.startsWith(campaignRooms)) void socket.leave(room)
    void socket.join(rooms)
  }

  socket.on('campaigns:watch', (ids: unknown) => {
    const wish = watchedSchema.safeParse(ids)
    if (wish.success) watch(wish.data).catch(failed)
  })
}
