import { spawn } from 'node:child_process'

/** Commands under way: none goes on when this process ends. @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set()
process.on('exit', () => {
  for (const child of running) child.kill('SIGTERM')
})

/**
 * @typedef {object} CommandResult
 * @property {number} code the exit code; 127 when there is no such program, 128 when a signal ended it
 * @property {string} output both streams, as they came
 */

/**
 * Runs a program to its end and collects what it says. Never throws for a bad exit.
 * @param {string} command @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, input?: string, onLine?: ((line: string) => void) | undefined }} [options]
 * @returns {Promise<CommandResult>}
 */
export function runCommand(command, args, { cwd, env, input, onLine } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env, stdio: ['pipe', 'pipe', 'pipe'] })
    running.add(child)
    let output = ''
    let rest = ''
    const collect = (/** @type {Buffer} */ chunk) => {
      output += chunk
      const lines = (rest + chunk).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) onLine?.(line)
    }
    child.stdout.on('data', collect)
    child.stderr.on('data', collect)
    child.on('exit', () => running.delete(child))
    child.on('error', (error) => resolve({ code: 127, output: `${output}${error.message}` }))
    child.on('close', (code) => resolve({ code: code ?? 128, output }))
    // A program that ends before it has read its input breaks the pipe; its exit code tells the story.
    child.stdin.on('error', () => {})
    child.stdin.end(input)
  })
}

/** @param {string} text @param {number} [count] @returns {string} the last lines that are not empty */
export function lastLines(text, count = 20) {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(-count)
    .join('\n')
}
