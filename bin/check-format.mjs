// Prettier says how the files look, and takes half a minute to read them all. oxfmt has the same style and reads them in
// half a second; only where it would write something else, Prettier is asked.
import { join } from 'node:path'
import { readArguments } from './lib/arguments.mjs'
import { rootDir } from './lib/paths.mjs'
import { runCommand } from './lib/run-command.mjs'

readArguments({ command: 'node bin/check-format.mjs' })
const bin = join(rootDir, 'node_modules/.bin')
const { code, output } = await runCommand(join(bin, 'oxfmt'), ['-c', '.prettierrc.json', '--list-different', '.'])
const doubted = output.split('\n').filter((line) => line.trim() !== '')
// 1 says that it would write some file otherwise, anything else that it could not read them.
if (code === 1) process.exitCode = await askPrettier(doubted)
else if (code !== 0) {
  process.stdout.write(output)
  process.exitCode = code
}

/** @param {string[]} files @returns {Promise<number>} */
async function askPrettier(files) {
  const answer = await runCommand(join(bin, 'prettier'), ['--check', '--log-level', 'warn', ...files])
  process.stdout.write(answer.output)
  return answer.code
}
