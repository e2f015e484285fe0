const maxCharacters = 80

/** Controls, line and paragraph separators, and marks that turn the direction of text around (UAX #9). */
// eslint-disable-next-line no-control-regex -- they are what is looked for
const unwanted = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g

/**
 * Makes a stranger's text safe to keep: no control characters, no broken surrogates, at most 80 characters. Null
 * when nothing is left. It stays text, never markup: who shows it escapes it.
 */
export function cleanText(text: string): string | null {
  // Cut before the work, so that ten kilobytes cost no more than eighty characters.
  const bounded = Buffer.from(text.slice(0, maxCharacters * 8)).toString('utf8')
  const cleaned = [...bounded.replace(unwanted, ' ').replace(/ {2,}/g, ' ').trim()]
  return cleaned.length === 0 ? null : cleaned.slice(0, maxCharacters).join('').trim()
}
