import { parseArgs } from 'node:util'
import { createLogger } from '@orderline/runtime/logger'
import { createDatabase } from './database.ts'
import { seedDemo } from './demo/seed-demo.ts'
import { requireDatabaseUrl } from './config.ts'
import { waitForDatabase } from './wait-for-database.ts'

/**
 * `node seed.js --demo [--secrets-file FILE]`: puts the demo centre into the database, once, and prints its
 * credentials as one line of JSON. With a file they are kept there (mode 0600) and printed each time; without one
 * they are printed only by the run that made them. DEMO_BASE_URL (else PUBLIC_URL): where the demo's webhooks go.
 */
const { values } = parseArgs({ options: { demo: { type: 'boolean' }, 'secrets-file': { type: 'string' } } })
const log = createLogger({ name: 'seed', level: 'warn' })
const db = createDatabase({ url: requireDatabaseUrl(), log, poolSize: 2 })
try {
  if (!values.demo) throw new Error('Say --demo: there is nothing else to seed.')
  await waitForDatabase(db)
  const credentials = await seedDemo({
    db,
    baseUrl: process.env['DEMO_BASE_URL'] ?? process.env['PUBLIC_URL'] ?? 'http://127.0.0.1:8080',
    secretsFile: values['secrets-file'],
  })
  if (credentials) process.stdout.write(`${JSON.stringify(credentials)}\n`)
  else process.stderr.write('The demo centre is there already; its passwords were told when it was made.\n')
} catch (error) {
  log.fatal({ err: error }, 'demo centre was not made')
  process.exitCode = 1
} finally {
  await db.destroy()
}
