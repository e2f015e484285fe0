import type { Versioned } from './mirror.ts'

/** Changes one field of the hash if it still has the version that the decision was made on; else tells what it has. */
export const changeScript = `
local current = redis.call('HGET', KEYS[1], ARGV[1])
local v, by = 0, ''
if current then
  v, by = string.match(current, '^{"v":(%d+),"by":"([^"]*)"')
  v = tonumber(v)
end
if v ~= tonumber(ARGV[2]) then
  if by == ARGV[3] then return { 1, v } end
  return { 0, current or '' }
end
local next = redis.call('INCR', KEYS[2])
local head = '{"v":' .. next .. ',"by":"' .. ARGV[3] .. '","' .. ARGV[4] .. '":'
if ARGV[5] == 'null' then redis.call('HDEL', KEYS[1], ARGV[1])
else redis.call('HSET', KEYS[1], ARGV[1], head .. ARGV[5] .. '}') end
redis.call('PUBLISH', ARGV[6], '{"id":' .. cjson.encode(ARGV[1]) .. ',' .. string.sub(head, 2) .. ARGV[5] .. '}')
return { 1, next }`

export type Entry<T> = Versioned<T> & {
  /** Who wrote it: the name of a writer, and the number of its write. */
  by: string
  /** Only in messages. */
  id?: string
}

/** Reads what stands in the hash or comes by the channel: `{"v":7,"by":"…","<noun>":{…}}`; null means removed. */
export function parseEntry<T>(text: string, noun: string, parse: (value: unknown) => T): Entry<T> {
  const json = JSON.parse(text) as Record<string, unknown>
  const value = json[noun]
  const entry = { v: Number(json['v']), by: String(json['by']), value: value === null ? undefined : parse(value) }
  return typeof json['id'] === 'string' ? { id: json['id'], ...entry } : entry
}

/** The head that the script gives every message, read without the value, which is the larger part by far. */
export function readHead(message: string): Pick<Required<Entry<never>>, 'id' | 'v' | 'by'> | undefined {
  const [, id, v, by = ''] = /^\{"id":("(?:[^"\\]|\\.)*"),"v":(\d+),"by":"([^"]*)"/.exec(message) ?? []
  return id === undefined ? undefined : { id: JSON.parse(id) as string, v: Number(v), by }
}
