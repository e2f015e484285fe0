import { computed, onScopeDispose, watch } from 'vue'
import { boardApi } from '../../api/board-api.ts'
import { toApiError } from '../../api/to-api-error.ts'
import { useNow } from '../../composables/use-now.ts'
import { emitRealtime } from '../../realtime/realtime.ts'
import { useBoardStore } from '../../stores/board.ts'
import { useConnectionStore } from '../../stores/connection.ts'

/** The board, pushed while this page is open. Stale: the socket is lost, so what is shown may be wrong by now. */
export function useWatchedBoard() {
  const store = useBoardStore()
  const connection = useConnectionStore()
  const now = useNow()
  const board = computed(() => store.board)
  const isStale = computed(() => connection.state === 'lost')
  const ageMs = computed(() => (board.value ? now.value - board.value.serverTime : 0))

  /** The server pushes only what changes: the first look is asked for. */
  async function watchBoard(): Promise<void> {
    emitRealtime('board:watch')
    try {
      store.receive(await boardApi.get())
    } catch (problem) {
      // The next push or the next connection brings it.
      toApiError(problem)
    }
  }

  watch(
    () => connection.state,
    (state) => {
      if (state === 'connected' || !board.value) void watchBoard()
    },
    { immediate: true },
  )
  onScopeDispose(() => emitRealtime('board:unwatch'))
  return { board, isStale, ageMs }
}
