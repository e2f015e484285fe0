import { LaunchError } from './launch-error.mjs'

/**
 * Runs a command: what a person can mend is told in a sentence, anything else with its stack.
 * @param {() => Promise<void> | void} work
 */
export async function runAsCommand(work) {
  try {
    await work()
  } catch (error) {
    process.exitCode = 1
    console.error(explain(error))
  }
}

/** @param {unknown} error @returns {string} */
export function explain(error) {
  if (error instanceof LaunchError) {
    const log = error.log ? `\n\nWhat it said last:\n${error.log}` : ''
    return `\n${error.message}${log}\n`
  }
  const code = /** @type {NodeJS.ErrnoException} */ (error)?.code
  if (code === 'ENOSPC') return '\nThe disk is full. Make room and run the command again.\n'
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return `\nThis user may not write here: ${/** @type {Error} */ (error).message}. Run the command as the owner of the checkout.\n`
  }
  return `\n${/** @type {Error} */ (error)?.stack ?? error}\n`
}
