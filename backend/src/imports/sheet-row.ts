/** A line of an uploaded file: its cells as text, or why it cannot be read. Lines are counted as a person sees them. */
export type SheetRow = { line: number; cells: string[] } | { line: number; problem: string }

/** What a file may have beyond its header. */
export const mostRows = 200_000
export const mostColumns = 50
