import { onScopeDispose, watch } from 'vue'
import { useCampaignsStore } from '../stores/campaigns.ts'
import { useConnectionStore } from '../stores/connection.ts'
import { useDesktopStore } from '../stores/desktop.ts'
import { useReleaseStore } from '../stores/release.ts'
import { useSessionStore } from '../stores/session.ts'
import { createEventTable } from './event-table.ts'
import { closeRealtime, emitRealtime, openRealtime } from './realtime.ts'

/** Keeps the socket open as long as the calling component lives. */
export function useRealtime(): void {
  const connection = useConnectionStore()
  const desktop = useDesktopStore()
  const session = useSessionStore()
  const campaigns = useCampaignsStore()
  const release = useReleaseStore()
  const watchCampaigns = () => emitRealtime('campaigns:watch', campaigns.watched)
  openRealtime({
    events: createEventTable(),
    onConnected: () => {
      connection.state = 'connected'
      if (session.role === 'agent') void desktop.resync()
      // An upgrade restarts the server.
      void release.check()
      // The server forgets with the connection who watched what.
      if (campaigns.watched.length > 0) watchCampaigns()
    },
    onLost: () => (connection.state = 'lost'),
  })
  watch(() => campaigns.watched, watchCampaigns)
  onScopeDispose(() => {
    closeRealtime()
    connection.state = 'connecting'
  })
}
