import { createConnection } from 'mysql2'
import { expect, test } from 'vitest'
import { isDatabaseAway } from './database-errors.ts'

test('a command on a connection that is lost already counts as MariaDB being away', async () => {
  const connection = createConnection({ host: '127.0.0.1', port: 1 })
  const lost = await new Promise((resolve) => connection.on('error', resolve))
  expect(isDatabaseAway(lost)).toBe(true)
  const rollback = await new Promise((resolve) => connection.query('ROLLBACK', resolve))
  expect(isDatabaseAway(rollback)).toBe(true)
})

test('a mistake in a query does not', () => {
  expect(isDatabaseAway(Object.assign(new Error('syntax'), { code: 'ER_PARSE_ERROR', fatal: true }))).toBe(false)
  expect(isDatabaseAway(new Error('something else'))).toBe(false)
})
