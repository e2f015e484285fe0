import { systemClock } from '@orderline/runtime/clock'
import { runCreateAdmin } from './run-create-admin.ts'

/** `node create-admin.js --login … --name …`: an administrator for the database of DATABASE_URL. */
process.exitCode = await runCreateAdmin({
  args: process.argv.slice(2),
  databaseUrl: process.env['DATABASE_URL'],
  terminal: { input: process.stdin, output: process.stdout },
  errors: process.stderr,
  now: systemClock,
})
// A terminal that was read from would hold the program open.
process.exit()
