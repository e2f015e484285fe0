/** Both ends inclusive, as in RFC 9110 §14.1.2. */
export type AudioRange = { start: number; end: number }

/**
 * The part of a file that a `Range` header asks for: undefined where it asks for all of it or in a form that we
 * ignore (RFC 9110 §14.2 allows that), 'unsatisfiable' where nothing of the file is in it.
 */
export function parseRange(header: string, size: number): AudioRange | 'unsatisfiable' | undefined {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header.trim())
  if (!match) return undefined
  const [, first = '', last = ''] = match
  if (first === '' && last === '') return undefined
  if (first === '') return suffix(Number(last), size)
  const start = Number(first)
  const end = last === '' ? size - 1 : Math.min(Number(last), size - 1)
  if (last !== '' && Number(last) < start) return undefined
  return start < size ? { start, end } : 'unsatisfiable'
}

function suffix(length: number, size: number): AudioRange | 'unsatisfiable' {
  if (length === 0 || size === 0) return 'unsatisfiable'
  return { start: Math.max(0, size - length), end: size - 1 }
}
