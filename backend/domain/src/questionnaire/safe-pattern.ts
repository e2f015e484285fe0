import { limits } from './limits.ts'

/**
 * Whether a regular expression of a questionnaire may run on our server: it compiles, is short, repeats no group and
 * has at most two open-ended repetitions, so that no answer can keep the process busy (CWE-1333).
 */
export function isSafePattern(pattern: string): boolean {
  if (pattern.length > limits.patternCharacters || !compiles(pattern)) return false
  const bare = pattern.replace(/\\./g, 'x').replace(/\[[^\]]*\]/g, 'x')
  const repeatsGroup = /\)[*+{?]/.test(bare)
  const openEnded = bare.match(/[*+]|\{\d+,\}/g) ?? []
  return !repeatsGroup && openEnded.length <= 2
}

function compiles(pattern: string): boolean {
  try {
    new RegExp(pattern, 'u')
    return true
  } catch (error) {
    if (error instanceof SyntaxError) return false
    throw error
  }
}
