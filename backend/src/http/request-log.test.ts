import { expect, test } from 'vitest'
import { levelOf } from './request-log.ts'

test('a check that all is well is told to those who look closely only, one that fails to all', () => {
  expect(levelOf({ path: '/api/health', status: 200 })).toBe('debug')
  expect(levelOf({ path: '/api/health', status: 503 })).toBe('warn')
})

test('a request of the API is told, however it ended; a file of the screens is not', () => {
  expect(levelOf({ path: '/api/orders', status: 200 })).toBe('info')
  expect(levelOf({ path: '/api/health/', status: 404 })).toBe('info')
  expect(levelOf({ path: '/api/orders', status: 500 })).toBe('warn')
  expect(levelOf({ path: '/assets/app-4f2a.js', status: 200 })).toBe('debug')
})
