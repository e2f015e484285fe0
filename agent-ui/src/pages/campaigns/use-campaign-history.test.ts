import type { CampaignHistoryPoint } from '@orderline/domain/contract'
import { expect, it } from 'vitest'
import { joinPoints } from './use-campaign-history.ts'

const point = (at: number): CampaignHistoryPoint => ({
  at,
  ringing: 0,
  waiting: 0,
  talking: 0,
  wrapUp: 0,
  free: 0,
  utilisation: null,
  abandonedRate: null,
})

it('continues what the server keeps with what was seen here, each moment once', () => {
  const joined = joinPoints([point(60), point(120)], [point(119), point(120), point(121), point(122)])
  expect(joined.map(({ at }) => at)).toEqual([60, 120, 121, 122])
})
