import { useI18n } from 'vue-i18n'

/** `12345` → `12,345` in the reader's way of writing. */
export function useCount() {
  const { locale } = useI18n()
  return (count: number): string => new Intl.NumberFormat(locale.value).format(count)
}
