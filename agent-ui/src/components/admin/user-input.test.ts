import { expect, it } from 'vitest'
import { blankUser, toUserRequest } from './user-input.ts'

const shopId = '01890000-0000-7000-8000-000000000001'

it('leaves an untouched password out, so that it stays', () => {
  expect(toUserRequest(blankUser())).not.toHaveProperty('password')
  expect(toUserRequest({ ...blankUser(), password: 'correct horse' }).password).toBe('correct horse')
})

it('forgets the shop of somebody who is not a shop’s own person any more', () => {
  expect(toUserRequest({ ...blankUser(), role: 'agent', clientId: shopId }).clientId).toBeNull()
  expect(toUserRequest({ ...blankUser(), role: 'client', clientId: shopId }).clientId).toBe(shopId)
})
