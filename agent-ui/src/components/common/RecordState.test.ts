import { expect, it } from 'vitest'
import { ApiError } from '../../api/api-error.ts'
import { mountComponent } from '../../testing/mount-component.ts'
import RecordState from './RecordState.vue'

const draw = (status: number, code: string) =>
  mountComponent(RecordState, { state: 'error', error: new ApiError({ status, code }) })

it.each([
  [400, 'request/invalid', 'No such page'],
  [404, 'order/not-found', 'No such order.'],
])('says of an address that leads to no record that there is none, and offers a way out: %i', async (...answer) => {
  const [status, code, title] = answer
  const page = await draw(status, code)
  expect(page.all('h1').map(({ textContent }) => textContent?.trim())).toEqual([title])
  expect(page.all('a').map((link) => link.getAttribute('href'))).toEqual(['/'])
  expect(page.text()).not.toContain('Try again')
})

it('offers to try again what may be had later', async () => {
  const page = await draw(503, 'http-503')
  expect(page.all('button').map(({ textContent }) => textContent?.trim())).toEqual(['Try again'])
})
