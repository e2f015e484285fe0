import { readdirSync, statSync } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { join, sep } from 'node:path'
import type { HttpMiddleware } from './http-types.ts'

type Encoding = 'br' | 'gzip'
type Asset = { file: string; encodings: Encoding[] }
type UiContext = Parameters<HttpMiddleware>[0]

/** Files that a build may have compressed beforehand, best first. */
const endings: Record<Encoding, string> = { br: '.br', gzip: '.gz' }
const isOurs = (path: string) => /^\/+api(\/|$)/.test(path) || path.startsWith('/socket.io') || path === '/metrics'

/**
 * Serves the built screens from `dir`. The files are listed at the start, and again when the index is another one, so that
 * no path of a request ever reaches the file system. A path that is no file is a page of the application and gets its
 * `index.html`.
 */
export function serveUi({ dir }: { dir: string }): HttpMiddleware {
  const assets = createAssets(dir)

  async function sendIfThere(ctx: UiContext): Promise<boolean> {
    const path = assets.has(ctx.path) || /\.\w+$/.test(ctx.path) ? ctx.path : '/index.html'
    if (path === '/index.html') await assets.refresh()
    const asset = assets.get(path)
    return asset !== undefined && send(ctx, path, asset)
  }

  return async (ctx, next) => {
    const isAsked = ['GET', 'HEAD'].includes(ctx.method) && !isOurs(ctx.path)
    if (!isAsked || !(await sendIfThere(ctx))) await next()
  }
}

/** Files may be replaced while we run: what is told of one is read from the very file that is sent. */
async function send(ctx: UiContext, path: string, { file, encodings }: Asset): Promise<boolean> {
  const encoding = encodings.find((one) => ctx.acceptsEncodings(one) === one)
  const opened = await ifThere(open(file + (encoding ? endings[encoding] : '')))
  if (!opened) return false
  const { size, mtimeMs } = await opened.stat()
  ctx.type = path.slice(path.lastIndexOf('.'))
  ctx.vary('Accept-Encoding')
  ctx.set('Cache-Control', isHashed(path) ? 'public, max-age=31536000, immutable' : 'no-cache')
  ctx.set('ETag', etagOf({ size, mtimeMs }))
  ctx.status = 200
  if (ctx.fresh) {
    await opened.close()
    ctx.status = 304
    return true
  }
  ctx.body = opened.createReadStream()
  ctx.length = size
  if (encoding) ctx.set('Content-Encoding', encoding)
  return true
}

/** Undefined where a build has taken the file away since it was listed. */
async function ifThere<T>(found: Promise<T>): Promise<T | undefined> {
  try {
    return await found
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

function etagOf({ size, mtimeMs }: { size: number; mtimeMs: number }): string {
  return `W/"${size.toString(36)}-${Math.floor(mtimeMs).toString(36)}"`
}

/** Vite puts what it names after its content under /assets. */
function isHashed(path: string): boolean {
  return path.startsWith('/assets/')
}

/** The files of a build, by path. */
function createAssets(dir: string) {
  const index = join(dir, 'index.html')
  let assets = listAssets(dir)
  let listed = ''

  return {
    has: (path: string): boolean => assets.has(path),
    get: (path: string): Asset | undefined => assets.get(path),
    /** Lists the files anew after another build. While one is being made there may be no index, and the old list stays. */
    async refresh(): Promise<void> {
      const found = await ifThere(stat(index))
      if (!found || etagOf(found) === listed) return
      listed = etagOf(found)
      assets = listAssets(dir)
    },
  }
}

function listAssets(dir: string): Map<string, Asset> {
  const names = readdirSync(dir, { recursive: true, encoding: 'utf8' })
  const present = new Set(names)
  const files = names.filter((name) => !/\.(br|gz)$/.test(name) && statSync(join(dir, name)).isFile())
  return new Map(files.map((name) => [`/${name.replaceAll(sep, '/')}`, toAsset(dir, name, present)]))
}

function toAsset(dir: string, name: string, present: Set<string>): Asset {
  return {
    file: join(dir, name),
    encodings: (['br', 'gzip'] as const).filter((encoding) => present.has(name + endings[encoding])),
  }
}
