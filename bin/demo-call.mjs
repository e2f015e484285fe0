// `npm run demo:call [-- --client CODE --from NUMBER]`: a simulated customer calls a shop.
import { parseArgs } from 'node:util'
import { runAsCommand } from './lib/command.mjs'
import { placeDemoCall } from './lib/demo-call.mjs'
import { readDemoFile } from './lib/demo-file.mjs'

await runAsCommand(async () => {
  const { values } = parseArgs({
    options: { client: { type: 'string' }, from: { type: 'string', default: '+380671234567' } },
  })
  const { client, did, from } = await placeDemoCall(readDemoFile(), values)
  console.log(`${from} is calling ${client} at ${did}. The caller talks until somebody hangs up.`)
})
