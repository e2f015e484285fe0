import type { AnswersPatched, AnswersView } from '@orderline/domain/contract'
import { onScopeDispose, ref, shallowRef, watch } from 'vue'
import { answersApi } from '../api/answers-api.ts'
import { ApiError } from '../api/api-error.ts'
import { toApiError } from '../api/to-api-error.ts'
import { without, type Values } from './answers-draft.ts'
import { createAutosave, type SaveState } from './autosave.ts'
import { fieldOfPointer } from './field-texts.ts'
import type { SavedAnswers } from './saved-answers.ts'
import { answersKey } from './send-leftovers.ts'
import { useForm } from './use-form.ts'

type Listeners = { onSaved: (saved: SavedAnswers) => void; onCompleted: () => void }

/**
 * One filling of a questionnaire, for the life of the calling component: the drawn form, saving by itself, merging
 * what others write, and completing. `answers` may be renewed by pushes; it must stay the same filling (same id).
 */
export function useQuestionnaire(answers: () => AnswersView, { onSaved, onCompleted }: Listeners) {
  const { id } = answers()
  const saveState = ref<SaveState>('saved')
  const serverTexts = ref<Record<string, string>>({})
  const error = shallowRef<ApiError | null>(null)
  const isCompleting = ref(false)

  const autosave = createAutosave({
    save: saveAndTell(id, onSaved),
    storage: localStorage,
    storageKey: answersKey(id),
    onState: (state) => (saveState.value = state),
    onMerged: (values) => form.merge(values),
    onRefused: (texts) => (serverTexts.value = { ...serverTexts.value, ...texts }),
  })
  const form = useForm({
    answers,
    values: withoutNulls({ ...answers().values, ...autosave.draft() }),
    onChanged: (field, value) => autosave.change(field, value),
  })

  /** Values that the questionnaire itself gave must reach the server as if they had been typed. */
  function saveDefaults(): void {
    const known = { ...answers().values, ...autosave.draft() }
    const given = without(form.currentValues(), (field) => field in known)
    for (const [field, value] of Object.entries(given)) autosave.change(field, value)
  }

  function setValue(field: string, value: unknown): void {
    serverTexts.value = without(serverTexts.value, (name) => name === field) as Record<string, string>
    form.setValue(field, value)
  }

  /** Checks here, saves the last keys, then lets the server check and confirm. True when all three agreed. */
  async function complete(): Promise<boolean> {
    if (isCompleting.value || !form.validate()) return false
    isCompleting.value = true
    error.value = null
    try {
      if (!(await autosave.flush())) throw new ApiError({ status: 0, code: 'answers/not-saved' })
      await answersApi.complete(id)
      serverTexts.value = {}
      onCompleted()
      return true
    } catch (problem) {
      error.value = toApiError(problem)
      serverTexts.value = Object.fromEntries(error.value.fields.map((one) => [fieldOfPointer(one.pointer), one.detail]))
      return false
    } finally {
      isCompleting.value = false
    }
  }

  if (!form.isCompleted.value) saveDefaults()
  watch(answers, (next) => autosave.merge(next), { immediate: true })
  onScopeDispose(() => autosave.close())

  return {
    form: form.form,
    isCompleted: form.isCompleted,
    saveState,
    serverTexts,
    error,
    isCompleting,
    setValue,
    complete,
  }
}

function withoutNulls(values: Values): Values {
  return without(values, (field) => values[field] === null)
}

function saveAndTell(id: string, tell: Listeners['onSaved']) {
  return async (values: Values): Promise<AnswersPatched> => {
    const saved = await answersApi.save(id, values)
    tell({ ...saved, id })
    return saved
  }
}
