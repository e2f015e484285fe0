import type { ApiError } from '../api/api-error.ts'

/** The server's words by field; a problem that names none of the fields is put to all of them. */
export function fieldTexts(error: ApiError, fields: string[]): Record<string, string> {
  const named = error.fields.flatMap(({ pointer, detail }) => {
    const field = fieldOfPointer(pointer)
    return fields.includes(field) ? [[field, detail] as const] : []
  })
  return Object.fromEntries(named.length > 0 ? named : fields.map((field) => [field, error.message]))
}

/** The answer's field in a JSON pointer (RFC 6901): `/values/delivery~1city` or `/delivery~1city`. */
export function fieldOfPointer(pointer: string): string {
  const [first = '', second] = pointer.split('/').slice(1)
  const token = first === 'values' && second !== undefined ? second : first
  return token.replaceAll('~1', '/').replaceAll('~0', '~')
}
