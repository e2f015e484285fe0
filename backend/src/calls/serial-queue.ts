export type SerialQueue = ReturnType<typeof createSerialQueue>

/** Runs tasks of one key one after the other, of different keys side by side. A failed task does not stop the next. */
export function createSerialQueue() {
  const tails = new Map<string, Promise<unknown>>()

  return {
    run<T>(key: string, task: () => Promise<T>): Promise<T> {
      const before = tails.get(key)
      const result = before ? before.then(task, task) : task()
      tails.set(key, result)
      const tidy = () => void (tails.get(key) === result && tails.delete(key))
      result.then(tidy, tidy)
      return result
    },
  }
}
