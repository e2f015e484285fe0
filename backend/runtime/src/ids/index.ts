import { randomFillSync } from 'node:crypto'

/** Chance by the page: asking the system for each id costs more than the rest of it. */
const random = Buffer.alloc(4096)
let used = random.length
let lastAt = 0
let sequence = 0

/**
 * Makes a UUID version 7 (RFC 9562 §5.7) in its text form. Ids of one process grow strictly: the 12 bits of
 * `rand_a` count within a millisecond (§6.2, method 1), and the time never goes back when the clock does.
 */
export function createId(): string {
  const at = nextInstant(Date.now())
  const chance = nextChance()
  const time = at.toString(16).padStart(12, '0')
  const counter = sequence.toString(16).padStart(3, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7${counter}-${chance.slice(0, 4)}-${chance.slice(4)}`
}

/** 62 random bits behind the two of the variant, as 16 digits. No bit is given twice. */
function nextChance(): string {
  if (used === random.length) {
    randomFillSync(random)
    used = 0
  }
  random[used] = 0x80 | (random.readUInt8(used) & 0x3f)
  used += 8
  return random.toString('hex', used - 8, used)
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
