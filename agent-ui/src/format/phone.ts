/** Lengths of country code, area and rest for the countries that we work in; others are grouped by three. */
const groupings: [prefix: string, sizes: number[]][] = [
  ['+380', [4, 2, 3, 2, 2]],
  ['+7', [2, 3, 3, 2, 2]],
  ['+48', [3, 3, 3, 3]],
  ['+1', [2, 3, 3, 4]],
]

/** Groups an E.164 number for the eye; masking signs count as digits. One that the server has grouped stays as it is. */
export function formatPhone(number: string): string {
  if (!number.startsWith('+') || number.includes(' ')) return number
  const sizes = groupings.find(([prefix]) => number.startsWith(prefix))?.[1] ?? [3]
  const groups: string[] = []
  for (let start = 0, index = 0; start < number.length; index += 1) {
    const size = sizes[index] ?? 3
    groups.push(number.slice(start, start + size))
    start += size
  }
  return groups.join(' ')
}
