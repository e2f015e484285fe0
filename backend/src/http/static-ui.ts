import { createReadStream, readdirSync, statSync } from 'node:fs'
import { join, sep } from 'node:path'
import type { HttpMiddleware } from './http-types.ts'

type Encoding = 'br' | 'gzip'
type Asset = { file: string; bytes: number; etag: string; encodings: Encoding[] }
type UiContext = Parameters<HttpMiddleware>[0]

/** Files that a build may have compressed beforehand, best first. */
const endings: Record<Encoding, string> = { br: '.br', gzip: '.gz' }
const isOurs = (path: string) => /^\/+api(\/|$)/.test(path) || path.startsWith('/socket.io') || path === '/metrics'

/**
 * Serves the built screens from `dir`. The files are listed once, at the start, so that no path of a request ever
 * reaches the file system. A path that is no file is a page of the application and gets its `index.html`.
 */
export function serveUi({ dir }: { dir: string }): HttpMiddleware {
  const assets = listAssets(dir)
  return async (ctx, next) => {
    const path = assets.has(ctx.path) || /\.\w+$/.test(ctx.path) ? ctx.path : '/index.html'
    const asset = assets.get(path)
    const isAsked = ['GET', 'HEAD'].includes(ctx.method) && !isOurs(ctx.path)
    if (isAsked && asset) send(ctx, path, asset)
    else await next()
  }
}

function send(ctx: UiContext, path: string, asset: Asset): void {
  ctx.type = path.slice(path.lastIndexOf('.'))
  ctx.vary('Accept-Encoding')
  ctx.set('Cache-Control', isHashed(path) ? 'public, max-age=31536000, immutable' : 'no-cache')
  ctx.set('ETag', asset.etag)
  ctx.status = 200
  if (ctx.fresh) {
    ctx.status = 304
    return
  }
  const encoding = asset.encodings.find((one) => ctx.acceptsEncodings(one) === one)
  ctx.body = createReadStream(asset.file + (encoding ? endings[encoding] : ''))
  if (encoding) ctx.set('Content-Encoding', encoding)
  else ctx.length = asset.bytes
}

/** Vite puts what it names after its content under /assets. */
function isHashed(path: string): boolean {
  return path.startsWith('/assets/')
}

function listAssets(dir: string): Map<string, Asset> {
  const names = readdirSync(dir, { recursive: true, encoding: 'utf8' })
  const present = new Set(names)
  const files = names.filter((name) => !/\.(br|gz)$/.test(name) && statSync(join(dir, name)).isFile())
  return new Map(files.map((name) => [`/${name.replaceAll(sep, '/')}`, toAsset(dir, name, present)]))
}

function toAsset(dir: string, name: string, present: Set<string>): Asset {
  const file = join(dir, name)
  const { size, mtimeMs } = statSync(file)
  return {
    file,
    bytes: size,
    etag: `W/"${size.toString(36)}-${Math.floor(mtimeMs).toString(36)}"`,
    encodings: (['br', 'gzip'] as const).filter((encoding) => present.has(name + endings[encoding])),
  }
}
