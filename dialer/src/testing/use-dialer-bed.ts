import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest'
import { createDialerBed, type DialerBed } from './dialer-bed.ts'
import type { Centre } from './centre.ts'
import type { PlayedBackend } from './played-backend.ts'

export type Stage = {
  bed: DialerBed
  centre: Centre
  backend: PlayedBackend
  /** An agent who is free and has the skill that the centre's queue asks. */
  ready: () => Promise<string>
}

/**
 * A bed for the tests of one file: made before the first, cleared before each of what the others left, and without a
 * dialer after each. What stands in it may be used in tests and hooks only.
 */
export function useDialerBed({ redisDatabase }: { redisDatabase: number }): Stage {
  // The cast: filled in by the hooks, before any test can look.
  const stage = {} as Stage
  beforeAll(async () => {
    stage.bed = await createDialerBed({ redisDatabase })
  })
  afterAll(() => stage.bed.close())
  beforeEach(async () => {
    const { bed } = stage
    await bed.db('orders').update({ status: 'cancelled' })
    await bed.db('dial_records').update({ status: 'done' })
    await bed.db('campaigns').update({ status: 'stopped' })
    const centre = await bed.centre()
    const backend = await bed.backend()
    const ready = () => backend.agent({ skills: { [centre.skillId]: 3 } })
    Object.assign(stage, { centre, backend, ready })
  })
  afterEach(async () => {
    stage.bed.killAll()
    await stage.backend.close()
  })
  return stage
}
