import { expect, it } from 'vitest'
import { abandonedRate } from './index.ts'

it('the share of abandoned customers is of all who answered, and is not known before anybody has', () => {
  expect(abandonedRate({ abandoned: 3, connected: 97 })).toBe(0.03)
  expect(abandonedRate({ abandoned: 0, connected: 0 })).toBeNull()
})
