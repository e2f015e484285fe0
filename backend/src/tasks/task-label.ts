const longestLabel = 100

/** What people call the subject of a task, out of the words that there are. */
export function taskLabel(words: readonly (string | null)[]): string {
  const label = words.filter(Boolean).join(' · ')
  return label.length > longestLabel ? `${label.slice(0, longestLabel - 1)}…` : label
}
