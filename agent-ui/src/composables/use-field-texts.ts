import { computed, type Ref } from 'vue'
import type { ApiError } from '../api/api-error.ts'
import { useOptionalText } from './use-optional-text.ts'

/**
 * A form's field problems in the person's language: the text of the problem's code (`admin.problems.<code>`), and for
 * the codes that say little (a broken pattern) what is particular to the field (`admin.problems.<field>`).
 */
export function useFieldTexts(error: Ref<ApiError | null>) {
  const optionalText = useOptionalText()
  return computed<Record<string, string>>(() =>
    Object.fromEntries(
      (error.value?.fields ?? []).map(({ pointer, code, detail }) => {
        const field =
          pointer
            .split('/')
            .filter((part) => part !== '' && !/^\d+$/.test(part))
            .at(-1) ?? ''
        const general = optionalText(`admin.problems.codes.${code}`, detail)
        return [pointer, optionalText(`admin.problems.fields.${field}`, general)]
      }),
    ),
  )
}
