import { useI18n } from 'vue-i18n'
import { readDialReason } from '../format/dial-reason.ts'
import { useOptionalText } from './use-optional-text.ts'

/** Why nobody is dialled any more, in the reader's language; what is not known here is shown as it was said. */
export function useDialReason() {
  const { t } = useI18n()
  const optionalText = useOptionalText()

  return (sentence: string): string => {
    const reason = readDialReason(sentence)
    if (!reason) return sentence
    const { outcome = '', ...figures } = reason.figures
    const named = { ...figures, outcome: optionalText(`status.attempt.${outcome}`, outcome) }
    return t(`campaigns.notCalled.${reason.key}`, named, Number(figures.n ?? 0))
  }
}
