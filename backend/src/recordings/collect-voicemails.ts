import { createHash } from 'node:crypto'
import { mkdir, readdir, rename, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Database } from '@orderline/db'
import type { ClientView, DidView } from '@orderline/domain/contract'
import { parsePhone } from '@orderline/domain/phone'
import type { Clock } from '@orderline/runtime/clock'
import type { Logger } from '@orderline/runtime/logger'
import type { Outbox } from '../webhooks/outbox.ts'
import { parseVoicemailName, type VoicemailName } from './parse-voicemail-name.ts'
import { findCustomerId, insertMessage } from './voicemail-repository.ts'

export type CollectVoicemailsDeps = {
  /** VOICEMAIL_DIR. */
  directory: string
  db: Database
  config: { findDid(number: string): DidView | undefined; client(id: string): ClientView | undefined }
  outbox: Outbox
  now: Clock
  log: Logger
}

/** Where messages lie once they belong to a missed call: from here they are played. */
export const collectedDir = (directory: string): string => join(directory, 'collected')
/** Files that are nobody's message, for a person to look at. */
const rejectedDir = (directory: string): string => join(directory, 'rejected')

/** Asterisk writes while somebody speaks; a file that rested for this long is whole. */
const restMs = 5_000
const mostAtOnce = 200

/**
 * Makes missed calls of the messages that callers left while no backend listened. The id of the call comes from the
 * file's name, so a message that is found twice, also by two backends, is one call. Answers how many it made.
 */
export async function collectVoicemails(deps: CollectVoicemailsDeps): Promise<number> {
  const { directory } = deps
  await mkdir(collectedDir(directory), { recursive: true })
  await mkdir(rejectedDir(directory), { recursive: true })
  const files = await readdir(directory, { withFileTypes: true })
  const names = files.filter((file) => file.isFile() && file.name.endsWith('.wav')).map((file) => file.name)
  let made = 0
  for (const name of names.sort().slice(0, mostAtOnce)) if (await collect(deps, name)) made += 1
  return made
}

async function collect(deps: CollectVoicemailsDeps, name: string): Promise<boolean> {
  const writtenAt = await modifiedAt(join(deps.directory, name))
  if (writtenAt === undefined || deps.now() - writtenAt < restMs) return false
  const parsed = parseVoicemailName(name)
  const did = parsed && deps.config.findDid(parsed.dialedNumber)
  if (!parsed || !did) {
    // The caller's number stands in the name; by the time one finds the file among those that were set aside.
    deps.log.warn({ writtenAt, pii: { file: name } }, 'voicemail of no shop was set aside')
    await move(name, deps.directory, rejectedDir(deps.directory))
    return false
  }
  const isNew = await writeDown(deps, { name, parsed, did, writtenAt })
  await move(name, deps.directory, collectedDir(deps.directory))
  return isNew
}

type Found = { name: string; parsed: VoicemailName; did: DidView; writtenAt: number }

async function writeDown(deps: CollectVoicemailsDeps, { name, parsed, did, writtenAt }: Found): Promise<boolean> {
  const country = deps.config.client(did.clientId)?.country ?? 'UA'
  const customerNumber = parsePhone(parsed.caller, country) ?? null
  const callId = idOfFile(name)
  const isNew = await insertMessage(deps.db, deps.outbox, {
    callId,
    clientId: did.clientId,
    queueId: did.queueId,
    shopNumber: did.number,
    customerNumber,
    customerId: customerNumber === null ? null : await findCustomerId(deps.db, did.clientId, customerNumber),
    startedAt: parsed.at,
    endedAt: Math.max(parsed.at, writtenAt),
    file: name,
  })
  if (isNew) deps.log.info({ callId }, 'voicemail became a missed call')
  return isNew
}

/** A UUID of version 8 (RFC 9562 §5.8) out of the name. */
function idOfFile(name: string): string {
  const hex = createHash('sha256').update(`voicemail/${name}`).digest('hex')
  const variant = ((parseInt(hex.slice(16, 17), 16) & 0x3) | 0x8).toString(16)
  const parts = [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `${variant}${hex.slice(17, 20)}`]
  return [...parts, hex.slice(20, 32)].join('-')
}

async function modifiedAt(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).mtimeMs
  } catch (error) {
    return ignoreMissing(error)
  }
}

/** Another backend may have moved it a moment ago. */
async function move(name: string, from: string, to: string): Promise<void> {
  await rename(join(from, name), join(to, name)).catch(ignoreMissing)
}

function ignoreMissing(error: unknown): undefined {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  return undefined
}
