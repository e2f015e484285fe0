import { expect, it } from 'vitest'
import type { Role } from '@orderline/domain/contract'
import { routes } from '../pages/campaigns/routes.ts'

const open = (role: Role) => routes.filter(({ meta }) => meta?.roles?.includes(role)).map(({ name }) => String(name))

it('lets a shop look at its campaigns, and only those who lead make and change them', () => {
  expect(open('client')).toEqual(['campaigns', 'campaign'])
  expect(open('supervisor')).toEqual(['campaigns', 'campaign-new', 'campaign', 'campaign-edit'])
  expect(open('agent')).toEqual([])
})
