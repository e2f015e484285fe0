import { expect, test } from 'vitest'
import { readConfig } from './config.ts'

const complete = {
  DATABASE_URL: 'mysql://orderline@db/orderline',
  REDIS_URL: 'redis://redis:6379/0',
  ARI_USERNAME: 'orderline',
  ARI_PASSWORD: 'secret',
  SIP_WS_URL: 'ws://asterisk:8088/ws',
  RECORDINGS_DIR: '/recordings',
  VOICEMAIL_DIR: '/voicemail',
}

test('Redis may be on another machine, behind TLS, or a socket of this machine', () => {
  for (const REDIS_URL of [complete.REDIS_URL, 'rediss://:secret@redis:6379', 'unix:///run/redis.sock'])
    expect(readConfig({ ...complete, REDIS_URL }).REDIS_URL).toBe(REDIS_URL)
})

test('a REDIS_URL that reaches nothing is named, with what is wrong', () => {
  const REDIS_URL = 'unix://redis.sock'
  expect(() => readConfig({ ...complete, REDIS_URL })).toThrow('REDIS_URL: needs the whole path of the socket')
  expect(() => readConfig({ ...complete, REDIS_URL: undefined })).toThrow('REDIS_URL: Invalid input')
})

test('the centre has the time zone of its machine, unless another is named that there is', () => {
  expect(readConfig(complete).TIME_ZONE).toBe(new Intl.DateTimeFormat().resolvedOptions().timeZone)
  expect(readConfig({ ...complete, TIME_ZONE: 'Asia/Tbilisi' }).TIME_ZONE).toBe('Asia/Tbilisi')
  expect(() => readConfig({ ...complete, TIME_ZONE: 'Kyiv' })).toThrow('TIME_ZONE: not a time zone')
})
