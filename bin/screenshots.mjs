// `npm run screenshots`: the main screens, light and dark, into docs/screenshots. Uses the centre of `npm start` when it
// runs, else starts one of its own for as long as that takes.
import { readArguments } from './lib/arguments.mjs'
import { runAsCommand } from './lib/command.mjs'
import { withDemoCentre } from './lib/with-demo-centre.mjs'
import { takeScreenshots } from './lib/take-screenshots.mjs'

await runAsCommand(async () => {
  readArguments({ command: 'npm run screenshots' })
  await withDemoCentre('screenshots', async (demo) => {
    const files = await takeScreenshots(demo)
    console.log(`${files.length} pictures in docs/screenshots`)
  })
})
process.exit()
