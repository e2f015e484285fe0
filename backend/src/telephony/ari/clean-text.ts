const maxCharacters = 80

/** Controls, and the separators of lines and paragraphs. */
const breaks = /[\p{Cc}\p{Zl}\p{Zp}]/gu
/** What nobody sees: marks that turn the direction of text around (UAX #9), joiners, fillers, tags, an empty braille cell. */
const unseen = /[\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]/gu
/** No language stacks more marks on a letter; strangers stack them over lines of the screen. */
const stacked = /(\p{M}{3})\p{M}+/gu

/**
 * Makes a stranger's text safe to keep: nothing that is not seen, no broken surrogates, at most 80 characters. Null
 * when nothing is left. It stays text, never markup: who shows it escapes it.
 */
export function cleanText(text: string): string | null {
  // Cut before the work, so that ten kilobytes cost no more than eighty characters.
  const bounded = Buffer.from(text.slice(0, maxCharacters * 8)).toString('utf8')
  const seen = bounded.replace(breaks, ' ').replace(unseen, '').replace(stacked, '$1')
  const cleaned = [...seen.replace(/ {2,}/g, ' ').trim()]
  return cleaned.length === 0 ? null : cleaned.slice(0, maxCharacters).join('').trim()
}
