/**
 * A change that a mirror saw. `value` is undefined for a removal, `previous` for a creation. `origin` tells where it
 * was decided: `here` by this process, `elsewhere` by another, `reload` was found after a gap (then several changes
 * may have come together as one).
 */
export type LiveChange<T> = {
  id: string
  value: T | undefined
  previous: T | undefined
  origin: 'here' | 'elsewhere' | 'reload'
}

/** `value` is undefined for an id that was removed. */
export type Versioned<T> = { v: number; value: T | undefined }

export type Mirror<T> = ReturnType<typeof createMirror<T>>

/**
 * A copy of a Redis hash in memory. Versions grow over the whole hash, so what is older than what we have is
 * dropped: our own writes are applied when Redis answers them, and come once more by the subscription.
 */
export function createMirror<T>(notify: (change: LiveChange<T>) => void) {
  const values = new Map<string, T>()
  /** Also keeps removed ids, until the subscription has told their removal: messages before it are late ones. */
  const versions = new Map<string, number>()
  let touched: Set<string> | undefined
  /** The subscription tells changes in the order of their versions. */
  let heardUpTo = 0

  function set(id: string, entry: Versioned<T>, origin: LiveChange<T>['origin']): void {
    const previous = values.get(id)
    versions.set(id, entry.v)
    if (entry.value === undefined) values.delete(id)
    else values.set(id, entry.value)
    if (entry.value !== undefined || previous !== undefined) notify({ id, value: entry.value, previous, origin })
  }

  function apply(id: string, entry: Versioned<T>, origin: LiveChange<T>['origin']): void {
    if (entry.v <= (versions.get(id) ?? 0)) return
    touched?.add(id)
    set(id, entry, origin)
  }

  /** After this no older message of this id can come. */
  function confirm(id: string, v: number): void {
    heardUpTo = Math.max(heardUpTo, v)
    // A reading that is under way may still bring what was removed since it began.
    if (!touched && !values.has(id)) versions.delete(id)
  }

  return {
    values: values as ReadonlyMap<string, T>,
    entryOf: (id: string): Versioned<T> => ({ v: values.has(id) ? (versions.get(id) ?? 0) : 0, value: values.get(id) }),
    /** Applies what this process wrote, unless the subscription was faster than the answer. */
    applyOwn(id: string, entry: Versioned<T>): void {
      if (entry.v > heardUpTo) apply(id, entry, 'here')
    },
    /** Applies what the subscription tells. */
    hear(id: string, entry: Versioned<T>, origin: LiveChange<T>['origin']): void {
      apply(id, entry, origin)
      confirm(id, entry.v)
    },
    /** Whether a message of this version can bring nothing new. */
    hasSeen: (id: string, v: number): boolean => v <= (versions.get(id) ?? 0),
    /** Takes note of a message that brought nothing new. */
    confirm,
    beginReload(): void {
      touched = new Set()
      heardUpTo = 0
    },
    /** Takes a full reading of the hash for the truth, except where something newer came while it was read. */
    finishReload(entries: Map<string, Versioned<T>>): void {
      const fresh = touched ?? new Set()
      touched = undefined
      for (const id of [...values.keys()]) {
        if (!fresh.has(id) && !entries.has(id)) set(id, { v: versions.get(id) ?? 0, value: undefined }, 'reload')
      }
      for (const [id, entry] of entries) {
        if (fresh.has(id)) apply(id, entry, 'reload')
        else if (versions.get(id) !== entry.v) set(id, entry, 'reload')
      }
      for (const [id, v] of [...versions]) if (!values.has(id) && v <= heardUpTo) versions.delete(id)
    },
  }
}
