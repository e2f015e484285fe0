/** Bounds of a questionnaire and of one filling of it; past them it is refused. */
export const limits = {
  modelCharacters: 100_000,
  questions: 200,
  nesting: 12,
  choices: 300,
  labelCharacters: 2_000,
  expressionCharacters: 500,
  patternCharacters: 100,
  textCharacters: 2_000,
  commentCharacters: 4_000,
} as const
