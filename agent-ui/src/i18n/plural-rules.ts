type PluralRule = (choice: number, choicesLength: number) => number

const slavic: Record<string, number> = { one: 0, few: 1, many: 2, other: 2 }

/** Ukrainian and Russian texts give three forms: `one | few | many`; English gives two: `one | other`. */
function slavicRule(language: string): PluralRule {
  const rules = new Intl.PluralRules(language)
  return (choice, choicesLength) => Math.min(slavic[rules.select(Math.abs(choice))] ?? 2, choicesLength - 1)
}

export const pluralRules: Record<string, PluralRule> = {
  en: (choice, choicesLength) => Math.min(Math.abs(choice) === 1 ? 0 : 1, choicesLength - 1),
  uk: slavicRule('uk'),
  ru: slavicRule('ru'),
}
