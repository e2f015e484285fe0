import { AppError } from '@orderline/runtime/errors'
import type { ErrorCode } from '../http/error-codes.ts'

export type BatcherOptions<Item, Result> = {
  /** Does all items in one go; answers their results in the same order, or rejects and has done none of them. */
  run: (items: Item[]) => Promise<Result[]>
  /** Of items that share a key one is done at a time: the later one sees what the earlier one did. */
  keysOf: (item: Item) => string[]
  mostPerBatch?: number
  mostAtOnce?: number
  /** A batch starts beside another only when so many wait: small ones cost nearly as much as large ones. */
  fewestBeside?: number
  mostWaiting?: number
}

type Entry<Item, Result> = {
  item: Item
  keys: string[]
  resolve: (result: Result) => void
  reject: (error: unknown) => void
}

/**
 * Gathers what comes while earlier batches are under way, so that one transaction serves many requests under load and
 * a lone request waits for nobody. Two batches at once keep us busy while the database is, and the other way round. A
 * batch that fails is done again one by one, so that only the culprit's own request fails. Past `mostWaiting` a
 * request is told to come again (`request/too-many`).
 */
export function createBatcher<Item, Result>(options: BatcherOptions<Item, Result>) {
  const { run, keysOf, mostPerBatch = 64, mostAtOnce = 2, fewestBeside = 8, mostWaiting = 1_000 } = options
  let waiting: Entry<Item, Result>[] = []
  let running = 0
  let isScheduled = false
  const busyKeys = new Set<string>()

  /** A turn of the event loop lets requests that arrived together travel together. */
  function schedule(): void {
    if (isScheduled) return
    isScheduled = true
    setImmediate(startBatches)
  }

  function startBatches(): void {
    isScheduled = false
    while (running === 0 || (running < mostAtOnce && waiting.length >= fewestBeside)) {
      const batch = takeBatch()
      if (batch.length === 0) return
      running++
      void runAll(batch).finally(() => finish(batch))
    }
  }

  function finish(batch: Entry<Item, Result>[]): void {
    running--
    for (const key of batch.flatMap((entry) => entry.keys)) busyKeys.delete(key)
    if (waiting.length > 0) schedule()
  }

  function takeBatch(): Entry<Item, Result>[] {
    const taken = new Set(busyKeys)
    const batch: Entry<Item, Result>[] = []
    const left: Entry<Item, Result>[] = []
    for (const entry of waiting) {
      const fits = batch.length < mostPerBatch && !entry.keys.some((key) => taken.has(key))
      ;(fits ? batch : left).push(entry)
      // What stays behind blocks its keys too, so that nobody overtakes.
      for (const key of entry.keys) taken.add(key)
    }
    for (const key of batch.flatMap((entry) => entry.keys)) busyKeys.add(key)
    waiting = left
    return batch
  }

  async function runAll(batch: Entry<Item, Result>[]): Promise<void> {
    try {
      const results = await run(batch.map((entry) => entry.item))
      batch.forEach((entry, index) => entry.resolve(results[index] as Result))
    } catch (error) {
      if (batch.length === 1) return batch[0]?.reject(error)
      for (const entry of batch) await runAll([entry])
    }
  }

  return {
    submit(item: Item): Promise<Result> {
      if (waiting.length >= mostWaiting) {
        return Promise.reject(new AppError<ErrorCode>('request/too-many', { retryAfterSeconds: 1 }))
      }
      return new Promise((resolve, reject) => {
        waiting.push({ item, keys: keysOf(item), resolve, reject })
        schedule()
      })
    },
  }
}
