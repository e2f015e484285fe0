import { constants, deflateRawSync } from 'node:zlib'

/** A part of an archive: `size` is what the archive says of it, which need not be true. */
export type ZipPart = { name: string; deflated: Buffer; size: number }

/** A text that is written `times` over, compressed; the whole of it is never in memory. */
export function partOf(name: string, { head = '', block, times, tail = '' }: Repeated): ZipPart {
  // Blocks that end with a full flush know nothing of each other (RFC 1951), so they may stand in any number.
  const flushed = (text: string) => deflateRawSync(text, { finishFlush: constants.Z_FULL_FLUSH })
  const ended = Buffer.from([3, 0])
  const deflated = Buffer.concat([
    flushed(head),
    ...Array.from<Buffer>({ length: times }).fill(flushed(block)),
    flushed(tail),
    ended,
  ])
  return { name, deflated, size: Buffer.byteLength(head + tail) + Buffer.byteLength(block) * times }
}

export type Repeated = { head?: string; block: string; times: number; tail?: string }

/** A ZIP archive (PKWARE APPNOTE 6.3.10, §4.3) without checksums. */
export function zipOf(parts: readonly ZipPart[]): Buffer {
  const pieces: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const part of parts) {
    const local = Buffer.concat([numbers(0x04034b50, 20), commonOf(part), Buffer.from(part.name), part.deflated])
    const attributes = Buffer.alloc(14)
    attributes.writeUInt32LE(offset, 10)
    directory.push(numbers(0x02014b50, 20, 20), commonOf(part), attributes, Buffer.from(part.name))
    pieces.push(local)
    offset += local.length
  }
  const listed = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(parts.length, 8)
  end.writeUInt16LE(parts.length, 10)
  end.writeUInt32LE(listed.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...pieces, listed, end])
}

/** A signature and versions of two bytes each. */
function numbers(signature: number, ...versions: number[]): Buffer {
  const buffer = Buffer.alloc(4 + 2 * versions.length)
  buffer.writeUInt32LE(signature, 0)
  for (const [index, version] of versions.entries()) buffer.writeUInt16LE(version, 4 + 2 * index)
  return buffer
}

/** What both headers of a part have: flags, method, time, checksum, sizes, lengths of name and extra field. */
function commonOf({ name, deflated, size }: ZipPart): Buffer {
  const buffer = Buffer.alloc(24)
  buffer.writeUInt16LE(8, 2)
  buffer.writeUInt32LE(deflated.length, 12)
  buffer.writeUInt32LE(size, 16)
  buffer.writeUInt16LE(Buffer.byteLength(name), 20)
  return buffer
}
