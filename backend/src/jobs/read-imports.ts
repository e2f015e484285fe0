import type { Logger } from '@orderline/runtime/logger'
import type { RunImports } from '../imports/run-imports.ts'
import { createEvery } from './every.ts'

/** Looks each second for uploads that nobody reads. Every backend may: each file is read by one at a time. */
export function createReadImportsJob({ runImports, log }: { runImports: RunImports; log: Logger }) {
  return createEvery({ name: 'read-imports', everyMs: 1_000, run: () => runImports.runAll(), log })
}
