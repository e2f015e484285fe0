import type { Board } from '@orderline/domain/contract'
import { expect, it } from 'vitest'
import { byId, mountComponent } from '../../testing/mount-component.ts'
import BoardFigures from './BoardFigures.vue'

const today: Board['today'] = {
  ...{ inbound: 0, answered: 0, missed: 0, abandonedWaiting: 0, outbound: 0, contacts: 0, confirmed: 0 },
  ...{ ordersWaiting: 0, orderToLogisticsP50Seconds: null, within15Minutes: null },
}

it('RS-12: says what share of the calls was missed', async () => {
  await mountComponent(BoardFigures, { today: { ...today, inbound: 8, missed: 2 } })
  expect(byId('board-missed').textContent?.trim()).toMatch(/^2\s*25%/)
})

it('RS-12: says no share of a day without calls', async () => {
  await mountComponent(BoardFigures, { today })
  expect(byId('board-missed').textContent?.trim()).toMatch(/^0\s*—/)
})
