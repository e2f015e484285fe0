import { parseArgs } from 'node:util'
import { LaunchError } from './launch-error.mjs'

/**
 * @typedef {object} Option
 * @property {'boolean' | 'string'} type
 * @property {boolean | string} [default]
 * @property {string} [example] shown where there is no default
 * @property {boolean} [multiple] may be given more than once: the value is a list
 * @property {boolean} [required] the command can do nothing without it
 * @property {(text: string, flag: string) => unknown} [read] makes a value of what was typed, or throws a LaunchError
 */

/**
 * @typedef {object} Command
 * @property {string} command as a person types it
 * @property {Record<string, Option>} [options]
 * @property {string} [positionals] what may stand behind the options; nothing may, when left out
 */

/**
 * Reads what was typed behind a command. What it does not take is told in a sentence, with the usage; who asks for help
 * gets the usage, and the program ends.
 * @param {Command} command @param {string[]} [args]
 * @returns {{ values: Record<string, any>, positionals: string[] }}
 */
export function readArguments(command, args = process.argv.slice(2)) {
  const { options = {}, positionals: behind } = command
  const usage = describeUsage(command)
  if (args.includes('--help') || args.includes('-h')) {
    console.log(usage)
    process.exit()
  }
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: behind !== undefined })
    requireValues(options, values)
    return { values: readValues(options, values), positionals }
  } catch (error) {
    throw new LaunchError(`${firstSentence(/** @type {Error} */ (error).message)}\n${usage}`, { cause: error })
  }
}

/** @param {Record<string, Option>} options @param {Record<string, any>} typed */
function requireValues(options, typed) {
  const missing = Object.keys(options).find((name) => options[name]?.required && typed[name] === undefined)
  if (missing) throw new LaunchError(`Option '--${missing}' is missing`)
}

/** @param {Record<string, Option>} options @param {Record<string, any>} typed */
function readValues(options, typed) {
  const read = (/** @type {string} */ name, /** @type {Option} */ option) => {
    const value = typed[name]
    return option.read && value !== undefined ? option.read(value, `--${name}`) : value
  }
  return Object.fromEntries(Object.entries(options).map(([name, option]) => [name, read(name, option)]))
}

/** @param {Command} command */
function describeUsage({ command, options = {}, positionals }) {
  const flags = Object.entries(options).map(([name, { type, default: usual, example, required }]) => {
    const flag = type === 'boolean' ? `--${name}` : `--${name} ${usual ?? example}`
    return required ? flag : `[${flag}]`
  })
  const behind = [...flags, ...(positionals === undefined ? [] : [`[${positionals}]`])]
  // npm keeps for itself what stands before the dashes.
  const dashes = command.startsWith('npm') && behind.length > 0 ? ['--'] : []
  return `Usage: ${[command, ...dashes, ...behind].join(' ')}`
}

/** Node goes on about what nobody asked. @param {string} message */
function firstSentence(message) {
  return `${message.split(/\.\s/, 1)[0]?.replace(/\.$/, '')}.`
}

/**
 * Reads a number.
 * @param {{ least?: number, most?: number, isWhole?: boolean }} [bounds]
 * @returns {(text: string, flag: string) => number}
 */
export function number({ least = 1, most = 1_000_000, isWhole = true } = {}) {
  return (text, flag) => {
    const value = Number(text)
    const fits = text.trim() !== '' && value >= least && value <= most && (!isWhole || Number.isInteger(value))
    if (fits) return value
    throw new LaunchError(`${flag} takes ${isWhole ? 'whole ' : ''}numbers from ${least} to ${most}, not "${text}"`)
  }
}

/**
 * Reads numbers with commas between them.
 * @param {Parameters<typeof number>[0]} [bounds] @returns {(text: string, flag: string) => number[]}
 */
export function numbers(bounds) {
  return (text, flag) => text.split(',').map((part) => number(bounds)(part, flag))
}

/**
 * Reads one of these words. @param {string[]} words @returns {(text: string, flag: string) => string}
 */
export function oneOf(words) {
  return (text, flag) => {
    if (words.includes(text)) return text
    throw new LaunchError(`${flag} is one of ${words.join(', ')}, not "${text}"`)
  }
}
