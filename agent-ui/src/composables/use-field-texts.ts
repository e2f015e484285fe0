import { computed, type Ref } from 'vue'
import type { ApiError } from '../api/api-error.ts'
import { useOptionalText } from './use-optional-text.ts'

/** Codes that say only that a pattern was broken: there the field knows better what it expects. */
const formatCodes = ['invalid_format', 'too_small', 'invalid_value', 'mismatch', 'out-of-range']

/** A form's field problems in the person's language, by JSON pointer; what has no text is shown as the server said it. */
export function useFieldTexts(error: Readonly<Ref<ApiError | null>>) {
  const optionalText = useOptionalText()

  function textOf({ pointer, code, detail }: ApiError['fields'][number]): string {
    const general = optionalText(`admin.problems.codes.${code}`, detail)
    return formatCodes.includes(code) ? optionalText(`admin.problems.formats.${fieldOf(pointer)}`, general) : general
  }

  return computed<Record<string, string>>(() =>
    Object.fromEntries((error.value?.fields ?? []).map((problem) => [problem.pointer, textOf(problem)])),
  )
}

function fieldOf(pointer: string): string {
  const names = pointer.split('/').filter((part) => part !== '' && !/^\d+$/.test(part))
  return names.at(-1) ?? ''
}
