import { z } from 'zod'
import type { EpochMs } from '../contract/index.ts'
import type { PacingEvent } from './types.ts'
import { createHazardTable, type HazardTable } from './hazard-table.ts'
import type { Lately } from './lately.ts'

/** What pacing has learnt and where it stands: plain JSON, one for each campaign. */
export type PacingState = {
  version: 1
  /** Up to here the passing of time is in the tables; null before the first decision and after a restart. */
  accountedUntil: EpochMs | null
  fadedAt: EpochMs | null
  ringing: HazardTable
  talk: HazardTable
  wrapUp: HazardTable
  /** By tenth of the questionnaire: how long a talk still lasts after it got there. */
  sections: HazardTable[]
  /** When each talking agent's questionnaire got to each tenth, for agents who show it. */
  passages: Record<string, Passages>
  /** Answer probabilities that orders came with, to be set right by what is observed. */
  forecast: { sum: number; count: number }
  /** Events that are not in the tables yet. */
  unlearnt: PacingEvent[]
  lately: Lately
  /** Natural logarithm of the risk that is accepted for the next customer who answers. */
  logRisk: number
}

/** `since` tells one talk from the next. */
export type Passages = { since: EpochMs; at: (EpochMs | null)[] }

export const sectionCount = 10
const startRisk = 0.02

export function createPacingState(): PacingState {
  return {
    version: 1,
    accountedUntil: null,
    fadedAt: null,
    ringing: createHazardTable({ bins: 60, binSeconds: 1, causes: 2 }),
    talk: createHazardTable({ bins: 180, binSeconds: 5, causes: 1 }),
    wrapUp: createHazardTable({ bins: 60, binSeconds: 2, causes: 1 }),
    sections: Array.from({ length: sectionCount }, () => createHazardTable({ bins: 24, binSeconds: 5, causes: 1 })),
    passages: {},
    forecast: { sum: 0, count: 0 },
    unlearnt: [],
    lately: { expected: 0, answered: 0 },
    logRisk: Math.log(startRisk),
  }
}

const columnSchema = (bins: number) => z.array(z.number().min(0)).length(bins)

/** So that tables of another size, kept by another version, are not taken for ours. */
function tableSchema({ binSeconds, exposure, endings }: HazardTable) {
  return z.strictObject({
    binSeconds: z.literal(binSeconds),
    exposure: columnSchema(exposure.length),
    endings: z.array(columnSchema(exposure.length)).length(endings.length),
  })
}

const keptStateSchema = (fresh: PacingState) =>
  z.looseObject({
    version: z.literal(1),
    fadedAt: z.number().nullable(),
    ringing: tableSchema(fresh.ringing),
    talk: tableSchema(fresh.talk),
    wrapUp: tableSchema(fresh.wrapUp),
    sections: z.array(tableSchema(fresh.sections[0] as HazardTable)).length(sectionCount),
    forecast: z.strictObject({ sum: z.number().min(0), count: z.number().min(0) }),
    logRisk: z.number(),
  })

/**
 * Goes on with what was kept, after a restart: the time of the absence is left out of the tables. What cannot be read
 * is not believed in part either; then everything is learnt anew.
 */
export function resumePacing(kept: unknown): PacingState {
  const fresh = createPacingState()
  const read = keptStateSchema(fresh).safeParse(kept)
  if (!read.success) return fresh
  const { version, fadedAt, ringing, talk, wrapUp, sections, forecast, logRisk } = read.data
  return { ...fresh, version, fadedAt, ringing, talk, wrapUp, sections, forecast, logRisk }
}
