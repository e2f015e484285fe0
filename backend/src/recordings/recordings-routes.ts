import { z } from 'zod'
import { idSchema, numberFromText } from '@orderline/domain/contract'
import { authorize, sessionOf } from '../http/authorize.ts'
import type { HttpGuards } from '../http/http-guards.ts'
import { createRouter, type HttpContext, type HttpRouter } from '../http/http-types.ts'
import { paramsOf, validate } from '../http/validate.ts'
import { mayReadCalls } from '../records/records-policy.ts'
import { parseRange } from './audio-range.ts'
import type { RecordingsService, Sound } from './recordings-service.ts'

const oneCall = z.object({ id: idSchema })
const oneRecording = oneCall.extend({ number: numberFromText(z.number().int().min(1).max(1_000)) })

export type RecordingsRoutesDeps = { guards: HttpGuards; recordings: RecordingsService }

export function createRecordingsRoutes({ guards, recordings }: RecordingsRoutesDeps): HttpRouter {
  const router = createRouter()
  const reader = [guards.rateLimit('session'), guards.authenticateSession, authorize(mayReadCalls)]

  router.get('/api/calls/:id/recordings/:number', ...reader, validate({ params: oneRecording }), async (ctx) => {
    const { id, number } = paramsOf(ctx, oneRecording)
    answerSound(ctx, await recordings.listen({ kind: 'recording', number }, id, sessionOf(ctx)))
  })
  router.get('/api/calls/:id/voicemail', ...reader, validate({ params: oneCall }), async (ctx) => {
    answerSound(ctx, await recordings.listen({ kind: 'voicemail' }, paramsOf(ctx, oneCall).id, sessionOf(ctx)))
  })
  return router
}

/** All of it, or the part that was asked for (RFC 9110 §14), so that a player can jump. */
function answerSound(ctx: HttpContext, { files, name, size }: Sound): void {
  const range = parseRange(ctx.get('range'), size)
  ctx.set('Accept-Ranges', 'bytes')
  ctx.type = 'audio/wav'
  if (range === 'unsatisfiable') {
    ctx.status = 416
    ctx.set('Content-Range', `bytes */${size}`)
    return
  }
  ctx.status = range ? 206 : 200
  if (range) ctx.set('Content-Range', `bytes ${range.start}-${range.end}/${size}`)
  ctx.length = range ? range.end - range.start + 1 : size
  if (ctx.method !== 'HEAD') ctx.body = files.open(name, range)
}
