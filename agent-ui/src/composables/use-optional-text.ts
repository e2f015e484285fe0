import { useI18n } from 'vue-i18n'

/** The text of a key that may not exist, for values that come from the server; else the fallback. */
export function useOptionalText() {
  const i18n = useI18n()
  return (key: string, fallback: string, params: Record<string, string | number> = {}): string =>
    i18n.te(key) || i18n.te(key, 'en') ? i18n.t(key, params) : fallback
}
