import { expect, it } from 'vitest'
import { ownZone } from '../../format/zoned-time.ts'
import { mountComponent } from '../../testing/mount-component.ts'
import DueTime from './DueTime.vue'

const at = Date.UTC(2020, 0, 5, 14, 30)

it('says a promised time by the customer’s clock, which it names', async () => {
  const [away, local] = ownZone() === 'Asia/Tokyo' ? ['Asia/Dubai', '18:30'] : ['Asia/Tokyo', '23:30']
  const { has, text } = await mountComponent(DueTime, { at, timeZone: away, isOpen: false })
  expect(text()).toContain(local)
  expect(text()).toContain(away)
  expect(has('due-zone')).toBe(true)
})

it('names no zone where it is the reader’s own', async () => {
  const { has } = await mountComponent(DueTime, { at, timeZone: ownZone() })
  expect(has('due-zone')).toBe(false)
})
