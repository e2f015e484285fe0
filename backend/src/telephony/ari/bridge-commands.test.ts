import { expect, test } from 'vitest'
import { createBridgeCommands } from './bridge-commands.ts'
import { refusal } from './telephony-error.ts'

/** Answers requests with these statuses, one after the other. */
function commandsAnswered(...statuses: number[]) {
  const asked: string[] = []
  const request = ({ method, uri }: { method: string; uri: string }, fine: readonly number[] = []) => {
    asked.push(`${method} ${uri}`)
    const status = statuses.shift() ?? 204
    const isGood = status < 300 || fine.includes(status)
    return isGood ? Promise.resolve(undefined) : Promise.reject(refusal(uri, { status, body: '' }))
  }
  return { asked, ...createBridgeCommands({ request, close: () => undefined }) }
}

test('a playback that cannot be stopped between two of its sounds is stopped a moment later', async () => {
  const { stopPlayback, asked } = commandsAnswered(500, 409, 204)
  await stopPlayback('greeting')
  expect(asked).toEqual(Array.from({ length: 3 }, () => 'DELETE playbacks/greeting'))
})

test('one that is gone is stopped, and what is refused for good is told at once', async () => {
  await commandsAnswered(404).stopPlayback('greeting')
  const { stopPlayback, asked } = commandsAnswered(403)
  await expect(stopPlayback('greeting')).rejects.toMatchObject({ code: 'telephony/refused' })
  expect(asked).toHaveLength(1)
})
