/**
 * Does something at once, and of all that is asked for within `gapMs` after it once more when they are over: for what
 * is the same whether it is done once or a hundred times. The last wish is always served; the process may end first.
 */
export function coalesce(act: () => void, gapMs: number): () => void {
  let isWaiting = false
  let isWished = false

  function actAndWait(): void {
    isWaiting = true
    isWished = false
    act()
    setTimeout(() => {
      isWaiting = false
      if (isWished) actAndWait()
    }, gapMs).unref()
  }

  return () => {
    if (isWaiting) isWished = true
    else actAndWait()
  }
}
