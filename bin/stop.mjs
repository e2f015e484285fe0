// `npm stop`: ends what `npm start` started, from another terminal.
import { readArguments } from './lib/arguments.mjs'
import { runAsCommand } from './lib/command.mjs'
import { removeDemoFile } from './lib/demo-file.mjs'
import { demoDir, runningLauncher } from './lib/demo-instance.mjs'
import { endLeftovers } from './lib/instance-dir.mjs'
import { LaunchError } from './lib/launch-error.mjs'
import { signalIfAlive } from './lib/process-identity.mjs'
import { waitUntil } from './lib/wait-until.mjs'

await runAsCommand(async () => {
  readArguments({ command: 'npm stop' })
  const pid = runningLauncher()
  if (pid !== undefined) {
    signalIfAlive(pid, 'SIGTERM')
    const ended = await waitUntil(() => runningLauncher() === undefined, { timeout: 90_000, every: 100 })
    if (!ended)
      throw new LaunchError(`Process ${pid} does not end. Kill it with: kill -9 ${pid}; then run npm stop again.`)
  }
  const leftovers = await endLeftovers(demoDir)
  removeDemoFile()
  console.log(pid === undefined && leftovers === 0 ? 'Nothing was running.' : 'Stopped.')
})
