// `npm run demo:call [-- --client CODE --from NUMBER]`: a simulated customer calls a shop.
import { readArguments } from './lib/arguments.mjs'
import { runAsCommand } from './lib/command.mjs'
import { placeDemoCall } from './lib/demo-call.mjs'
import { readDemoFile } from './lib/demo-file.mjs'

await runAsCommand(async () => {
  const { values } = readArguments({
    command: 'npm run demo:call',
    options: { client: { type: 'string', example: 'vesna' }, from: { type: 'string', default: '+380671234567' } },
  })
  const { client, did, from } = await placeDemoCall(readDemoFile(), values)
  console.log(`${from} is calling ${client} at ${did}. The caller talks until somebody hangs up.`)
})
