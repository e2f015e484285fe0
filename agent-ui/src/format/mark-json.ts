export type JsonPart = { kind: 'key' | 'string' | 'number' | 'word' | 'plain'; text: string }

/** A string with its colon is a key; then strings, numbers and the three words of JSON (RFC 8259). */
const token = /("(?:\\.|[^"\\])*")(\s*:)?|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|(true|false|null)/g

/** A value as indented JSON, cut into parts by kind. Joined again they are the JSON. */
export function markJson(value: unknown): JsonPart[] {
  const text = JSON.stringify(value, null, 2) ?? ''
  const parts: JsonPart[] = []
  let end = 0
  for (const match of text.matchAll(token)) {
    if (match.index > end) parts.push({ kind: 'plain', text: text.slice(end, match.index) })
    parts.push({ kind: kindOf(match), text: match[0] })
    end = match.index + match[0].length
  }
  if (end < text.length) parts.push({ kind: 'plain', text: text.slice(end) })
  return parts
}

function kindOf([, quoted, colon, number]: RegExpMatchArray): JsonPart['kind'] {
  if (quoted !== undefined) return colon === undefined ? 'string' : 'key'
  return number === undefined ? 'word' : 'number'
}
