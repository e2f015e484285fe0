import { expect, test } from 'vitest'
import { redisUrlProblem, socketOptions } from './redis-url.ts'

const deepest = `/${'d'.repeat(106)}`

test.each([
  'redis://127.0.0.1:6379/0',
  'redis://:p%40ss@redis:6379',
  'rediss://user:secret@redis.example:6380/2',
  'unix:///run/redis/redis.sock',
  'unix:///run/redis/redis.sock?db=3&username=orderline&password=secret',
  `unix://${deepest}`,
])('%s reaches a Redis', (url) => {
  expect(redisUrlProblem(url)).toBeUndefined()
})

test.each([
  ['127.0.0.1:6379', 'must begin with'],
  ['/run/redis.sock', 'must begin with'],
  ['redis://redis:port', 'is not a URL'],
  ['unix://redis.sock', 'needs the whole path'],
  ['unix:/run/redis.sock', 'needs the whole path'],
  ['unix:///', 'needs the whole path'],
  ['unix:///?db=1', 'needs the whole path'],
  ['unix:///run/100%/redis.sock', 'written %25'],
  [`unix://${deepest}d`, 'by 108 bytes'],
  [`unix:///${'%D1%97'.repeat(54)}`, 'by 109 bytes'],
  ['unix:///run/redis.sock?tls=1', 'has ?tls='],
  ['unix:///run/redis.sock?db=first', 'not a number'],
])('%s is refused, with the reason', (url, reason) => {
  expect(redisUrlProblem(url)).toContain(reason)
})

test('a refusal does not tell the password', () => {
  expect(redisUrlProblem('redis://:secret@redis:port')).not.toContain('secret')
  expect(() => socketOptions('unix:///run/redis.sock?db=x&password=secret')).toThrow(/^The URL of Redis has a db/)
})

test('a URL of a socket says path, database and who asks', () => {
  expect(socketOptions('unix:///run/redis.sock')).toEqual({ path: '/run/redis.sock', db: 0 })
  expect(socketOptions('unix:///my%20centre/100%25/redis.sock?db=3&username=orderline&password=a%26b')).toEqual({
    path: '/my centre/100%/redis.sock',
    db: 3,
    username: 'orderline',
    password: 'a&b',
  })
})

test('other URLs are left to ioredis', () => {
  expect(socketOptions('rediss://:secret@redis:6379/1')).toBeUndefined()
})
