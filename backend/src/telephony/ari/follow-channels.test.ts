import { AppError } from '@orderline/runtime/errors'
import { createSilentLogger } from '@orderline/runtime/logger'
import { expect, test } from 'vitest'
import type { TelephonyErrorCode } from '../port.ts'
import { createFollower } from './follow-channels.ts'

const caller = { type: 'customerArrived', channelId: 'c1' } as const

/** Asterisk answers the first requests with these errors, and grants all others. */
function followWith(errors: TelephonyErrorCode[], channels: unknown[] = []) {
  const asked: string[] = []
  const gone: string[] = []
  const follower = createFollower({
    requester: {
      request: ({ method, uri }) => {
        if (method === 'GET') return Promise.resolve(channels)
        asked.push(uri)
        const code = errors.shift()
        return code === undefined ? Promise.resolve(undefined) : Promise.reject(new AppError(code, {}))
      },
    },
    options: { app: 'orderline', log: createSilentLogger() },
    isWanted: () => true,
    onGone: (channelId) => void gone.push(channelId),
  })
  return { follower, asked, gone }
}

function inDialplan(id: string, appData: string) {
  const dialplan = { context: 'any', app_name: 'Stasis', app_data: appData }
  const nobody = { name: '', number: '' }
  return { id, name: `PJSIP/trunk-0000000${id.length}`, state: 'Up', caller: nobody, dialplan, creationtime: '' }
}

test('an application that Asterisk has lost with our connection says nothing of the channel: it is asked again', async () => {
  const { follower, asked, gone } = followWith(['telephony/not-found', 'telephony/unavailable'])
  follower.follow(caller)
  await expect.poll(() => asked).toHaveLength(3)
  expect(new Set(asked)).toEqual(new Set(['applications/orderline-callers/subscription?eventSource=channel%3Ac1']))
  expect(gone).toEqual([])
})

test('a channel that ended before Asterisk was asked is told as gone, once', async () => {
  const { follower, asked, gone } = followWith(['telephony/conflict'])
  follower.follow(caller)
  await expect.poll(() => gone).toEqual(['c1'])
  expect(asked).toHaveLength(1)
})

test('customers and rooms that are here are asked for, each by its own application, and nobody else', async () => {
  const { follower, asked } = followWith(
    [],
    [
      inDialplan('customer', 'orderline,inbound,+380441234567'),
      inDialplan('room', 'orderline,agent,room'),
      inDialplan('leg', 'orderline,leg,customer,call-1'),
      inDialplan('of-another', 'another,inbound,+380441234567'),
    ],
  )
  await follower.followAll()
  expect(asked).toEqual([
    'applications/orderline-callers/subscription?eventSource=channel%3Acustomer',
    'applications/orderline/subscription?eventSource=channel%3Aroom',
  ])
})
