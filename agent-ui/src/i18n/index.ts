import type { Locale } from '@orderline/domain/contract'
import { createI18n } from 'vue-i18n'
import { pluralRules } from './plural-rules.ts'

export const localeNames: Record<Locale, string> = { en: 'English', uk: 'Українська', ru: 'Русский' }

const storageKey = 'orderline.locale'

/** One chunk a language: only the language in use is loaded. */
const loaders: Record<Locale, () => Promise<{ default: object }>> = {
  en: () => import('./en/index.ts'),
  uk: () => import('./uk/index.ts'),
  ru: () => import('./ru/index.ts'),
}

export const i18n = createI18n({
  legacy: false,
  locale: 'en',
  fallbackLocale: 'en',
  pluralRules,
  missingWarn: false,
  fallbackWarn: false,
})

/** Loads a language's texts and shows the application in it; remembered for the next visit. */
export async function setLocale(locale: Locale): Promise<void> {
  if (!i18n.global.availableLocales.includes(locale) || !hasMessages(locale)) {
    const messages = await loaders[locale]()
    i18n.global.setLocaleMessage(locale, messages.default)
  }
  i18n.global.locale.value = locale
  document.documentElement.lang = locale
  localStorage.setItem(storageKey, locale)
}

/** The language chosen before, else the browser's, else English. */
export function preferredLocale(): Locale {
  const candidates = [localStorage.getItem(storageKey), ...navigator.languages.map((tag) => tag.slice(0, 2))]
  return candidates.find(isLocale) ?? 'en'
}

function isLocale(text: string | null): text is Locale {
  return text !== null && text in localeNames
}

function hasMessages(locale: Locale): boolean {
  return Object.keys(i18n.global.getLocaleMessage(locale)).length > 0
}
