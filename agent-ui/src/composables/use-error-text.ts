import { useI18n } from 'vue-i18n'
import type { ApiError } from '../api/api-error.ts'

/** A sentence for a person: the text `errors.<code>` (with `/` as `.`), else what the server said, else a plain one. */
export function useErrorText() {
  const { t, te } = useI18n()
  return (error: ApiError): string => {
    const key = `errors.${error.code.replaceAll('/', '.')}`
    if (te(key)) return t(key)
    return error.detail ?? t('errors.unknown', { code: error.code })
  }
}
