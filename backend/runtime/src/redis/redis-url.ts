import type { RedisOptions } from 'ioredis'

/** What fits into the address of a socket: unix(7), `sun_path`. */
const longestSocketPath = 107

const socketParameters = ['db', 'username', 'password']

/**
 * What is wrong with a `REDIS_URL`, as a sentence that does not repeat it, since it may hold a password. Right are
 * `redis://` and `rediss://` as ioredis reads them, and `unix:///path/redis.sock` for a server on this machine, with
 * `?db=`, `&username=` and `&password=` as redis-py has them; what is special in URLs is percent-encoded.
 * @returns undefined when nothing is wrong
 */
export function redisUrlProblem(url: string): string | undefined {
  if (/^rediss?:\/\//.test(url)) return URL.canParse(url) ? undefined : 'is not a URL that can be read'
  if (!/^unix:/.test(url)) return 'must begin with redis://, rediss:// or unix:///'
  if (!/^unix:\/\/\/[^?]/.test(url)) return 'needs the whole path of the socket: unix:///run/redis/redis.sock'
  return socketProblem(new URL(url))
}

function socketProblem({ pathname, searchParams }: URL): string | undefined {
  const path = decodePath(pathname)
  if (path === undefined) return 'has a % that encodes nothing; % itself is written %25'
  const length = Buffer.byteLength(path)
  if (length > longestSocketPath) return `names a socket by ${length} bytes; the system takes ${longestSocketPath}`
  const unknown = [...searchParams.keys()].find((key) => !socketParameters.includes(key))
  if (unknown !== undefined) return `has ?${unknown}=, but a socket has only ${socketParameters.join(', ')}`
  return /^\d*$/.test(searchParams.get('db') ?? '') ? undefined : 'has a db that is not a number'
}

/**
 * How ioredis reaches the socket that a `unix:` URL names: its own reading leaves the path percent-encoded.
 * @returns undefined for the other URLs, which ioredis reads itself
 * @throws Error when `redisUrlProblem` has something to say
 */
export function socketOptions(url: string): RedisOptions | undefined {
  if (!url.startsWith('unix:')) return undefined
  const problem = redisUrlProblem(url)
  if (problem !== undefined) throw new Error(`The URL of Redis ${problem}`)
  const { pathname, searchParams } = new URL(url)
  const [username, password] = [searchParams.get('username'), searchParams.get('password')]
  return {
    path: decodeURIComponent(pathname),
    db: Number(searchParams.get('db') ?? 0),
    ...(username && { username }),
    ...(password && { password }),
  }
}

function decodePath(pathname: string): string | undefined {
  try {
    return decodeURIComponent(pathname)
  } catch (error) {
    if (error instanceof URIError) return undefined
    throw error
  }
}
