import type { Redis } from 'ioredis'

export type ClaimsOptions<T extends object> = {
  redis: Redis
  /** The hash: id → claim as JSON. */
  key: string
  /** The field of a claim that tells one holder from another. */
  tokenField: keyof T & string
  /** Checks what another process wrote; a claim that it throws on is nobody's, and `all` discards it. */
  parse: (value: unknown) => T
}

export type Claims<T extends object> = ReturnType<typeof createClaims<T>>

const changeScript = `
local current = redis.call('HGET', KEYS[1], ARGV[1])
if not current or cjson.decode(current)[ARGV[2]] ~= ARGV[3] then return 0 end
if ARGV[4] == '' then redis.call('HDEL', KEYS[1], ARGV[1]) else redis.call('HSET', KEYS[1], ARGV[1], ARGV[4]) end
return 1`

/**
 * Claims on things, shared by all processes: one holder at a time, kept until given back. Whoever changes or gives
 * back a claim must know its token, so that one who comes late does not touch what another has claimed meanwhile.
 */
export function createClaims<T extends object>(options: ClaimsOptions<T>) {
  const { redis, key, tokenField, parse } = options

  async function change(id: string, token: string, json: string): Promise<boolean> {
    return (await redis.eval(changeScript, 1, key, id, tokenField, token, json)) === 1
  }

  function read(text: string | null): T | undefined {
    if (text === null) return undefined
    try {
      return parse(JSON.parse(text))
    } catch {
      // A claim that nobody can read, nobody can give back: it must not stand for ever.
      return undefined
    }
  }

  return {
    /** Whether it is ours now. A command sent twice over a broken connection finds its own claim. */
    async claim(id: string, claim: T): Promise<boolean> {
      if ((await redis.hsetnx(key, id, JSON.stringify(claim))) === 1) return true
      const holder = read(await redis.hget(key, id))
      return holder !== undefined && holder[tokenField] === claim[tokenField]
    },
    /** Writes a newer state of a claim that is still held under this token. */
    change: (id: string, claim: T): Promise<boolean> => change(id, String(claim[tokenField]), JSON.stringify(claim)),
    /** Gives a claim back; false when it was no longer held under this token. */
    release: (id: string, token: string): Promise<boolean> => change(id, token, ''),
    get: async (id: string): Promise<T | undefined> => read(await redis.hget(key, id)),
    /** Every claim; one that cannot be read is discarded. */
    async all(): Promise<Map<string, T>> {
      const claims = new Map<string, T>()
      for (const [id, text] of Object.entries(await redis.hgetall(key))) {
        const claim = read(text)
        if (claim) claims.set(id, claim)
        else await redis.hdel(key, id)
      }
      return claims
    },
  }
}
