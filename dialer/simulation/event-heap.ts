/** What is due, earliest first; of two at the same moment the one that was added first. */
export type EventHeap<Event> = {
  add(at: number, event: Event): void
  /** When the next one is due; Infinity when there is none. */
  nextAt(): number
  take(): Event | undefined
}

type Entry<Event> = { at: number; turn: number; event: Event }

export function createEventHeap<Event>(): EventHeap<Event> {
  const entries: Entry<Event>[] = []
  let turn = 0

  const isBefore = (a: Entry<Event>, b: Entry<Event>) => a.at < b.at || (a.at === b.at && a.turn < b.turn)

  function rise(entry: Entry<Event>): void {
    let index = entries.length
    while (index > 0) {
      const parent = (index - 1) >> 1
      const above = entries[parent] as Entry<Event>
      if (!isBefore(entry, above)) break
      entries[index] = above
      index = parent
    }
    entries[index] = entry
  }

  function sink(entry: Entry<Event>): void {
    let index = 0
    for (;;) {
      let child = 2 * index + 1
      const [left, right] = [entries[child], entries[child + 1]]
      if (!left) break
      if (right && isBefore(right, left)) child += 1
      const below = entries[child] as Entry<Event>
      if (!isBefore(below, entry)) break
      entries[index] = below
      index = child
    }
    entries[index] = entry
  }

  return {
    add: (at, event) => rise({ at, turn: turn++, event }),
    nextAt: () => entries[0]?.at ?? Infinity,
    take() {
      const [first] = entries
      const last = entries.pop()
      if (last && entries.length > 0) sink(last)
      return first?.event
    },
  }
}
