/** The fields that differ, as they were and as they are: what an audit entry keeps of a change. */
export function changesBetween(before: object, after: object): { before: object; after: object } {
  const was = Object.entries(before)
  const is = new Map<string, unknown>(Object.entries(after))
  const changed = was.filter(([field, value]) => JSON.stringify(value) !== JSON.stringify(is.get(field)))
  return {
    before: Object.fromEntries(changed),
    after: Object.fromEntries(changed.map(([field]) => [field, is.get(field)])),
  }
}
