import { useI18n } from 'vue-i18n'

/** `0.027, 1` → `2.7 %` in the reader's way of writing. */
export function usePercent() {
  const { locale } = useI18n()
  return (share: number, digits = 0): string =>
    new Intl.NumberFormat(locale.value, {
      style: 'percent',
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    }).format(share)
}
