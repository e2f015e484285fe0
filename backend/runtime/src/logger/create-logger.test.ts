import { expect, test } from 'vitest'
import { createLogger } from './index.ts'

function capture(write: (log: ReturnType<typeof createLogger>) => void): string {
  const lines: string[] = []
  write(createLogger({ name: 'test', destination: { write: (line: string) => void lines.push(line) } }))
  return lines.join('')
}

test.each(['pii', 'authorization', 'cookie', 'set-cookie', 'password', 'secret'])(
  'what stands under %s is never written, at the top or below',
  (key) => {
    const written = capture((log) => {
      log.info({ [key]: 'hidden-one' }, 'top')
      log.info({ account: { [key]: 'hidden-two' } }, 'below')
      log.info({ req: { headers: { [key]: 'hidden-three' } } }, 'in headers')
    })
    expect(written).not.toContain('hidden')
    expect(written.match(/\[redacted\]/g)).toHaveLength(3)
  },
)

test('other fields, the name and the message are written', () => {
  const line: unknown = JSON.parse(capture((log) => log.info({ callId: 'c1' }, 'call offered')))
  expect(line).toMatchObject({ name: 'test', callId: 'c1', msg: 'call offered' })
})

test('lines below the level are left out', () => {
  expect(capture((log) => log.debug('quiet'))).toBe('')
})
