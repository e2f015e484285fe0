import { randomFillSync } from 'node:crypto'

const random = Buffer.alloc(8)
let lastAt = 0
let sequence = 0

/**
 * Makes a UUID version 7 (RFC 9562 §5.7) in its text form. Ids of one process grow strictly: the 12 bits of
 * `rand_a` count within a millisecond (§6.2, method 1), and the time never goes back when the clock does.
 */
export function createId(): string {
  const at = nextInstant(Date.now())
  randomFillSync(random)
  const time = at.toString(16).padStart(12, '0')
  const counter = sequence.toString(16).padStart(3, '0')
  const variant = (0x80 | (random.readUInt8(0) & 0x3f)).toString(16)
  const rest = random.toString('hex', 1)
  return `${time.slice(0, 8)}-${time.slice(8)}-7${counter}-${variant}${rest.slice(0, 2)}-${rest.slice(2)}`
}

function nextInstant(now: number): number {
  if (now > lastAt) {
    lastAt = now
    sequence = 0
  } else if (++sequence > 0xfff) {
    lastAt += 1
    sequence = 0
  }
  return lastAt
}
