import { Worker } from 'node:worker_threads'
import type { Cell, Row } from './cell.ts'

/** Plays cells on two threads, the longest first; rows come back in the order of the cells. */
export async function playCells(cells: readonly Cell[], options: { file: string; onRow: (row: Row) => void }) {
  const waiting = cells.map((cell, index) => ({ cell, index })).sort((a, b) => cost(b.cell) - cost(a.cell))
  const rows: Row[] = []

  async function work(): Promise<void> {
    const worker = new Worker(options.file, { argv: [] })
    try {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        const row = await ask(worker, next.cell)
        rows[next.index] = row
        options.onRow(row)
      }
    } finally {
      await worker.terminate()
    }
  }

  await Promise.all([work(), work()])
  return rows
}

function cost({ agents, seeds, policy, scenario }: Cell): number {
  return agents * seeds * scenario.hours * (policy.startsWith('orderline') ? 40 : 1)
}

function ask(worker: Worker, cell: Cell): Promise<Row> {
  return new Promise((resolve, reject) => {
    const onMessage = (row: Row) => {
      worker.off('error', reject)
      resolve(row)
    }
    worker.once('message', onMessage)
    worker.once('error', reject)
    worker.postMessage(cell)
  })
}
