import { expect, test } from 'vitest'
import { number, numbers, oneOf, readArguments } from './arguments.mjs'

const command = {
  command: 'npm run thing',
  options: {
    json: { type: 'boolean', default: false },
    agents: { type: 'string', default: '5,10', read: numbers({ most: 50 }) },
    minutes: { type: 'string', default: '2.5', read: number({ least: 0.1, isWhole: false }) },
    way: { type: 'string', example: 'left', read: oneOf(['left', 'right']) },
  },
} as const

test('options come as values, with their defaults', () => {
  expect(readArguments(command, []).values).toEqual({ json: false, agents: [5, 10], minutes: 2.5, way: undefined })
  const typed = ['--json', '--agents', '7', '--minutes', '0.5', '--way', 'right']
  expect(readArguments(command, typed).values).toEqual({ json: true, agents: [7], minutes: 0.5, way: 'right' })
  expect(readArguments({ command: 'npm test', positionals: 'a file …' }, ['calls']).positionals).toEqual(['calls'])
})

const usage = 'Usage: npm run thing -- [--json] [--agents 5,10] [--minutes 2.5] [--way left]'
test.each([
  [['--nonsense'], "Unknown option '--nonsense'."],
  [['else'], "Unexpected argument 'else'."],
  [['--agents'], "Option '--agents <value>' argument missing."],
  [['--agents', '5,0'], '--agents takes whole numbers from 1 to 50, not "0".'],
  [['--agents', ''], '--agents takes whole numbers from 1 to 50, not "".'],
  [['--minutes', 'x'], '--minutes takes numbers from 0.1 to 1000000, not "x".'],
  [['--way', 'up'], '--way is one of left, right, not "up".'],
])('%j is told in a sentence, with the usage', (args, sentence) => {
  expect(() => readArguments(command, args)).toThrow(`${sentence}\n${usage}`)
})

test('what may not be left out is asked for, and stands in the usage without brackets', () => {
  const options = { login: { type: 'string', example: 'LOGIN', required: true } } as const
  expect(readArguments({ command: 'make', options }, ['--login', 'ada']).values).toEqual({ login: 'ada' })
  expect(() => readArguments({ command: 'make', options }, [])).toThrow(
    "Option '--login' is missing.\nUsage: make --login LOGIN",
  )
})

test('an option that may be repeated comes as a list', () => {
  const options = { policy: { type: 'string', example: 'NAME', multiple: true } } as const
  const { values } = readArguments({ command: 'play', options }, ['--policy', 'a', '--policy', 'b,c'])
  expect(values).toEqual({ policy: ['a', 'b,c'] })
})
