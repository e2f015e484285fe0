/**
 * As `Map.groupBy`, which Node 20 does not have.
 * @template T, K @param {T[]} items @param {(item: T) => K} keyOf @returns {Map<K, T[]>}
 */
export function groupBy(items, keyOf) {
  const groups = new Map()
  for (const item of items) {
    const group = groups.get(keyOf(item))
    if (group) group.push(item)
    else groups.set(keyOf(item), [item])
  }
  return groups
}
