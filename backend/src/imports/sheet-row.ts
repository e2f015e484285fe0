/** A line of an uploaded file: its cells as text, or why it cannot be read. Lines are counted as a person sees them. */
export type SheetRow = { line: number; cells: string[] } | { line: number; problem: string }

/** What a file may have beyond its header. */
export const mostRows = 200_000
export const mostColumns = 50

/** More than any cell of a list may have, so that who reads it sees that it is too long. */
const longestCell = 1_000

/** Adds a piece to the text of a cell, of which only the beginning is kept. */
export function appendText(text: string, piece: string): string {
  return text.length < longestCell ? (text + piece).slice(0, longestCell) : text
}
