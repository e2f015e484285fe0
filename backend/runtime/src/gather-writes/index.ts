import type { Writable } from 'node:stream'

/** Holds back what is written to a stream from now until the end of this turn of the event loop, and sends it at once. */
export function gatherWrites(stream: Writable): void {
  if (stream.writableCorked > 0) return
  stream.cork()
  setImmediate(() => stream.uncork())
}
