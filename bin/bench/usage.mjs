import { readFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'

/** Clock ticks a second of /proc/PID/stat; fixed at 100 on every Linux that Node runs on. */
const ticksPerSecond = 100

/**
 * Measures what processes use from now until `stop()`.
 * @param {Record<string, number>} pids name → process id
 * @returns {{ stop(): { cpuCores: number, rssMb: number, processes: Usage[] } }} CPU in cores (1 = one core wholly
 *   busy), memory resident at the end in MB
 */
export function measureUsage(pids) {
  const startedAt = process.hrtime.bigint()
  const before = Object.values(pids).map(cpuTicks)
  return {
    stop() {
      const seconds = Number(process.hrtime.bigint() - startedAt) / 1e9
      const processes = Object.entries(pids).map(([name, pid], i) => ({
        name,
        cpuCores: (cpuTicks(pid) - (before[i] ?? 0)) / ticksPerSecond / seconds,
        rssMb: residentMb(pid),
      }))
      return { processes, cpuCores: sum(processes.map((p) => p.cpuCores)), rssMb: sum(processes.map((p) => p.rssMb)) }
    },
  }
}

/** @typedef {{ name: string, cpuCores: number, rssMb: number }} Usage */

/**
 * Measures from now until `stop()` which share of this machine's CPU time its host gave to others (`steal` in proc(5)):
 * where it is more than a few percent, a figure tells of the neighbours.
 * @returns {{ stop(): number }} 0 to 1
 */
export function measureStolen() {
  const before = machineTicks()
  return {
    stop() {
      const { all, stolen } = machineTicks()
      return all === before.all ? 0 : (stolen - before.stolen) / (all - before.all)
    },
  }
}

/** What a figure is worth nothing without. @returns {string} */
export function describeMachine() {
  const list = cpus()
  return `${list.length} × ${list[0]?.model.trim() ?? 'CPU'}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`
}

/** @param {number} pid @returns {number} user and system time of the process and of the children it waited for */
function cpuTicks(pid) {
  // The name, in parentheses, may hold spaces: count the fields behind it (proc(5): utime is field 14).
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? []
  return Number(fields[11]) + Number(fields[12])
}

function machineTicks() {
  // user, nice, system, idle, iowait, irq, softirq, steal; the two behind them are part of user and nice.
  const ticks = (readFileSync('/proc/stat', 'utf8').split('\n')[0] ?? '').trim().split(/\s+/).slice(1, 9).map(Number)
  return { all: sum(ticks), stolen: ticks[7] ?? 0 }
}

/** @param {number} pid */
function residentMb(pid) {
  return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024
}

/** @param {number[]} values */
function sum(values) {
  return values.reduce((total, value) => total + value, 0)
}
