import type { ImportView } from '@orderline/domain/contract'
import { useI18n } from 'vue-i18n'
import { useOptionalText } from '../../composables/use-optional-text.ts'

/** What is wrong with a line of a file, in the reader's language; what stands in the cell is kept, between its quotes. */
export function useImportProblem() {
  const { t } = useI18n()
  const optionalText = useOptionalText()
  return ({ code, detail }: ImportView['errors'][number]): string => {
    const cell = /“([^”]*)”/.exec(detail)?.[1]
    const problem = optionalText(`imports.codes.${code}`, detail)
    return cell === undefined ? problem : t('imports.ofCell', { problem, cell })
  }
}
