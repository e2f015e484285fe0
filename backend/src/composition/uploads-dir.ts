import { dirname, join } from 'node:path'
import type { Config } from '../config.ts'

/** Where uploaded lists are kept. */
export function uploadsDir({ UPLOADS_DIR, RECORDINGS_DIR }: Config): string {
  return UPLOADS_DIR ?? join(dirname(RECORDINGS_DIR), 'uploads')
}
