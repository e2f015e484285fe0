import type { AnswersView, Locale } from '@orderline/domain/contract'
import type { Model } from 'survey-core'
import { computed, shallowRef, triggerRef, watch } from 'vue'
import { useI18n } from 'vue-i18n'
import type { Values } from './answers-draft.ts'
import { createFormModel, problemsOf } from './create-form-model.ts'
import { describeForm, type FormGroup } from './form-view.ts'

type Deps = {
  answers: () => AnswersView
  /** What the form begins with. */
  values: Values
  /** A field was changed by the agent or by a rule of the questionnaire, not by `merge`. */
  onChanged: (field: string, value: unknown) => void
}

/** The living form: survey-core decides, plain values are drawn. Read-only once the answers are complete. */
export function useForm({ answers, values, onChanged }: Deps) {
  const { locale } = useI18n()
  const model = shallowRef(build(values))
  const form = computed<FormGroup[]>(() => describeForm(model.value))
  const isCompleted = computed(() => answers().completedAt !== null)
  let isMerging = false

  function build(initial: Values): Model {
    const next = createFormModel(answers().model, initial, locale.value as Locale)
    if (answers().completedAt !== null) next.readOnly = true
    next.onValueChanged.add((_model, { name, value }: { name: string; value: unknown }) => {
      if (!isMerging) onChanged(name, isEmpty(value) ? null : value)
    })
    return next
  }

  function setValue(field: string, value: unknown): void {
    model.value.setValue(field, value)
    triggerRef(model)
  }

  function merge(remote: Values): void {
    isMerging = true
    for (const [field, value] of Object.entries(remote)) {
      if (JSON.stringify(model.value.getValue(field)) !== JSON.stringify(value)) model.value.setValue(field, value)
    }
    isMerging = false
    triggerRef(model)
  }

  /** Checks everything and shows what is wrong; true when nothing is. */
  function validate(): boolean {
    const problems = problemsOf(model.value)
    triggerRef(model)
    return Object.keys(problems).length === 0
  }

  watch([locale, isCompleted], () => (model.value = build(currentValues())))

  const currentValues = (): Values => ({ ...(model.value.data as Values) })
  return { form, isCompleted, setValue, merge, validate, currentValues }
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
}
