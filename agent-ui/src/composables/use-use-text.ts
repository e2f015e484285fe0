import type { RecordUse } from '@orderline/domain/contract'
import { useI18n } from 'vue-i18n'
import { useOptionalText } from './use-optional-text.ts'

/** One kind of records that need another: by name where they are few, else by number. */
export function useUseText() {
  const { t } = useI18n()
  const optionalText = useOptionalText()
  return ({ kind, count, names }: RecordUse): string => {
    const what = optionalText(`errors.uses.${kind}`, t('errors.uses.others'))
    const more = count - names.length
    const list = [...names, ...(more > 0 ? [names.length > 0 ? t('errors.andMore', { n: more }) : String(count)] : [])]
    return `${what}: ${list.join(', ')}`
  }
}
