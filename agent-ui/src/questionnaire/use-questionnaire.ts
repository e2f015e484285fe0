import type { AnswersView, Locale } from '@orderline/domain/contract'
import type { Model } from 'survey-core'
import { computed, onScopeDispose, ref, shallowRef, triggerRef, watch } from 'vue'
import { useI18n } from 'vue-i18n'
import { answersApi } from '../api/answers-api.ts'
import { ApiError } from '../api/api-error.ts'
import { toApiError } from '../api/to-api-error.ts'
import { createAutosave, fieldOfPointer, type SaveState, type Values } from './autosave.ts'
import { createFormModel, problemsOf } from './create-form-model.ts'
import { describeForm, type FormGroup } from './form-view.ts'

/**
 * One filling of a questionnaire, for the life of the calling component: the drawn form, saving by itself, merging
 * what others write, and completing. `answers` may be renewed by pushes; it must stay the same filling (same id).
 */
export function useQuestionnaire(answers: () => AnswersView, onCompleted: () => void) {
  const { locale } = useI18n()
  const saveState = ref<SaveState>('saved')
  const serverTexts = ref<Record<string, string>>({})
  const error = shallowRef<ApiError | null>(null)
  const isCompleting = ref(false)
  let isMerging = false

  const autosave = createAutosave({
    save: (values) => answersApi.save(answers().id, values),
    storage: localStorage,
    storageKey: `orderline.answers.${answers().id}`,
    onState: (state) => (saveState.value = state),
    onMerged: mergeIntoForm,
    onRefused: (texts) => (serverTexts.value = { ...serverTexts.value, ...texts }),
  })

  const model = shallowRef<Model>(build({ ...answers().values, ...withoutNulls(autosave.draft()) }))
  autosave.merge(answers())
  saveDefaults()

  const form = computed<FormGroup[]>(() => describeForm(model.value))
  const isCompleted = computed(() => answers().completedAt !== null)

  function build(values: Values): Model {
    const next = createFormModel(answers().model, values, locale.value as Locale)
    if (answers().completedAt !== null) next.mode = 'display'
    next.onValueChanged.add((_model, { name, value }: { name: string; value: unknown }) => {
      if (!isMerging) autosave.change(name, isEmpty(value) ? null : value)
    })
    return next
  }

  /** Values that the questionnaire itself gave must reach the server as if they had been typed. */
  function saveDefaults(): void {
    if (answers().completedAt !== null) return
    const known = { ...answers().values, ...autosave.draft() }
    for (const [field, value] of Object.entries(model.value.data as Values)) {
      if (!(field in known)) autosave.change(field, value)
    }
  }

  function setValue(field: string, value: unknown): void {
    serverTexts.value = Object.fromEntries(Object.entries(serverTexts.value).filter(([name]) => name !== field))
    model.value.setValue(field, value)
    triggerRef(model)
  }

  function mergeIntoForm(values: Values): void {
    isMerging = true
    for (const [field, value] of Object.entries(values)) {
      if (JSON.stringify(model.value.getValue(field)) !== JSON.stringify(value)) model.value.setValue(field, value)
    }
    isMerging = false
    triggerRef(model)
  }

  /** Checks here, saves the last keys, then lets the server check and confirm. True when all three agreed. */
  async function complete(): Promise<boolean> {
    error.value = null
    const problems = problemsOf(model.value)
    triggerRef(model)
    if (Object.keys(problems).length > 0 || isCompleting.value) return false
    isCompleting.value = true
    try {
      if (!(await autosave.flush())) throw new ApiError({ status: 0, code: 'answers/not-saved' })
      await answersApi.complete(answers().id)
      onCompleted()
      return true
    } catch (problem) {
      error.value = toApiError(problem)
      const texts = error.value.fields.map(({ pointer, detail }) => [fieldOfPointer(pointer), detail])
      serverTexts.value = Object.fromEntries(texts) as Record<string, string>
      return false
    } finally {
      isCompleting.value = false
    }
  }

  watch(answers, (next) => autosave.merge(next))
  watch([locale, isCompleted], () => (model.value = build({ ...model.value.data } as Values)))
  onScopeDispose(() => autosave.close())

  return { form, saveState, serverTexts, error, isCompleting, isCompleted, setValue, complete }
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
}

function withoutNulls(values: Values): Values {
  return Object.fromEntries(Object.entries(values).map(([field, value]) => [field, value ?? undefined]))
}
