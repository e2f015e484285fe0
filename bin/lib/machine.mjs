import { LaunchError } from './launch-error.mjs'

/** @typedef {{ debianName: string, triplet: string, loader: string }} Architecture */

/** @type {Record<string, Architecture>} */
const architectures = {
  x64: { debianName: 'amd64', triplet: 'x86_64-linux-gnu', loader: 'ld-linux-x86-64.so.2' },
  arm64: { debianName: 'arm64', triplet: 'aarch64-linux-gnu', loader: 'ld-linux-aarch64.so.1' },
}

/** What Debian calls this machine. @returns {Architecture} */
export function architecture() {
  const found = process.platform === 'linux' ? architectures[process.arch] : undefined
  if (found) return found
  throw new LaunchError(
    `npm start needs Linux on x86-64 or arm64, and this is ${process.platform} on ${process.arch}. Use docker compose up instead.`,
  )
}

/** @returns {boolean} */
export function isRoot() {
  return process.getuid?.() === 0
}

/** The host's C library, such as "2.36". */
export function hostGlibcVersion() {
  const report = /** @type {{ header: { glibcVersionRuntime?: string } }} */ (process.report.getReport())
  return report.header.glibcVersionRuntime ?? '0'
}
