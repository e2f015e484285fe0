import type { ImportView } from '@orderline/domain/contract'
import { useOptionalText } from '../../composables/use-optional-text.ts'

/** What is wrong with a line of a file, in the reader's language; what stands in the cell is kept, between its quotes. */
export function useImportProblem() {
  const optionalText = useOptionalText()
  return ({ code, detail }: ImportView['errors'][number]): string => {
    const [cell = ''] = /“[^”]*”/.exec(detail) ?? []
    return [optionalText(`imports.codes.${code}`, detail), cell].filter(Boolean).join(': ')
  }
}
