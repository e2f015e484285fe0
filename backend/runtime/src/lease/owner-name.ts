import { readFileSync, readlinkSync } from 'node:fs'

/**
 * Where process numbers have a meaning: one boot of one machine, one process namespace. Undefined where the
 * system does not tell (not Linux).
 */
const neighbourhood = readNeighbourhood()

function readNeighbourhood(): string | undefined {
  try {
    const bootId = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    return `${bootId}/${readlinkSync('/proc/self/ns/pid')}`
  } catch {
    // Without /proc dead neighbours are not recognised: their leases expire like everybody's.
    return undefined
  }
}

/** Names a holder so that others on the same machine can see whether it still lives. */
export function createOwnerName(unique: string): string {
  return [neighbourhood ?? 'unknown', process.pid, unique].join('|')
}

/** Whether a holder lived on this machine and is dead now; false when that cannot be known. */
export function isDeadNeighbour(owner: string): boolean {
  const [place, pidText] = owner.split('|')
  const pid = Number(pidText)
  if (!neighbourhood || place !== neighbourhood || !Number.isInteger(pid) || pid <= 0) return false
  return !isAlive(pid)
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM: it lives, under another user.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
