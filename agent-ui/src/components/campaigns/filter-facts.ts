/** A filter with one fact set; null, undefined and an empty list leave it out: what is left out does not filter. */
export function withFact<Filter extends object, Key extends keyof Filter>(
  filter: Filter,
  key: Key,
  value: Filter[Key] | null | undefined,
): Filter {
  const { [key]: _before, ...rest } = filter
  const isNothing = value === null || value === undefined || (Array.isArray(value) && value.length === 0)
  // Without an optional fact a filter is a filter still.
  return (isNothing ? rest : { ...rest, [key]: value }) as Filter
}
