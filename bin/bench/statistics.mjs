/**
 * The value below which `share` of the values lie, by the nearest-rank method.
 * @param {number[]} values @param {number} share between 0 and 1
 * @returns {number} NaN of no values
 */
export function percentile(values, share) {
  const sorted = Float64Array.from(values).sort()
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN
}

/** @param {number} value @param {number} [digits] @returns {number} rounded, for a table or JSON */
export function rounded(value, digits = 1) {
  return Number(value.toFixed(digits))
}

/**
 * A plain text table; numbers to the right.
 * @param {string[]} header @param {(string | number)[][]} rows @returns {string}
 */
export function table(header, rows) {
  const cells = [header, ...rows.map((row) => row.map(String))]
  const widths = header.map((_, column) => Math.max(...cells.map((row) => (row[column] ?? '').length)))
  const isNumber = header.map((_, column) => rows.every((row) => typeof row[column] === 'number'))
  const line = (/** @type {string[]} */ row) =>
    row.map((cell, i) => (isNumber[i] ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0))).join('  ')
  return cells.map(line).join('\n')
}
