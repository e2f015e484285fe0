import { computed, type Ref } from 'vue'
import type { ApiError } from '../../api/api-error.ts'
import { useFieldTexts } from '../../composables/use-field-texts.ts'
import { useOptionalText } from '../../composables/use-optional-text.ts'

/** Problems of a campaign's fields in the person's language: what contradicts is said by the field that should change. */
export function useCampaignProblems(error: Readonly<Ref<ApiError | null>>) {
  const general = useFieldTexts(error)
  const optionalText = useOptionalText()

  return computed<Record<string, string>>(() => {
    const texts = { ...general.value }
    for (const { pointer, code, detail } of error.value?.fields ?? []) {
      if (code !== 'contradiction' && code !== 'fixed') continue
      texts[pointer] = optionalText(`campaigns.problems.${pointer.split('/').at(-1) ?? ''}`, detail)
    }
    return texts
  })
}
