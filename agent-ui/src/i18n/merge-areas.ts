/** `{ './orders.json': texts }` becomes `{ orders: texts }`: a key's first part is the name of its file. */
export function mergeAreas(files: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(files).map(([path, texts]) => [path.slice(2, -'.json'.length), texts]))
}
