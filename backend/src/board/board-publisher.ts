import type { Board } from '@orderline/domain/contract'

export type BoardPublisherDeps = {
  current: () => Board
  isWatched: () => boolean
  emit: (board: Board) => void
}

const everyMs = 500
/** The day's figures change without an event. */
const atLeastEveryMs = 5000

/** Pushes the board, whole, at most twice a second, when something has changed and somebody watches. */
export function createBoardPublisher({ current, isWatched, emit }: BoardPublisherDeps) {
  let isChanged = true
  let turns = 0
  const timer = setInterval(() => {
    turns += 1
    const isTime = isChanged || turns * everyMs >= atLeastEveryMs
    if (!isTime || !isWatched()) return
    isChanged = false
    turns = 0
    emit(current())
  }, everyMs).unref()

  return {
    changed: (): void => void (isChanged = true),
    close: (): void => clearInterval(timer),
  }
}
