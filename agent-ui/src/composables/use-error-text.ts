import { useI18n } from 'vue-i18n'
import type { ApiError } from '../api/api-error.ts'
import { useOptionalText } from './use-optional-text.ts'

/** A sentence for a person: the text `errors.<code>` (with `/` as `.`), else what the server said, else a plain one. */
export function useErrorText() {
  const { t } = useI18n()
  const optionalText = useOptionalText()
  return (error: ApiError): string =>
    optionalText(`errors.${error.code.replaceAll('/', '.')}`, error.detail ?? t('errors.unknown', { code: error.code }))
}
