import { onScopeDispose } from 'vue'
import { useConnectionStore } from '../stores/connection.ts'
import { useDesktopStore } from '../stores/desktop.ts'
import { useSessionStore } from '../stores/session.ts'
import { createEventTable } from './event-table.ts'
import { closeRealtime, openRealtime } from './realtime.ts'

/** Keeps the socket open as long as the calling component lives. */
export function useRealtime(): void {
  const connection = useConnectionStore()
  const desktop = useDesktopStore()
  const session = useSessionStore()
  openRealtime({
    events: createEventTable(),
    onConnected: () => {
      connection.state = 'connected'
      if (session.role === 'agent') void desktop.resync()
    },
    onLost: () => (connection.state = 'lost'),
  })
  onScopeDispose(() => {
    closeRealtime()
    connection.state = 'connecting'
  })
}
