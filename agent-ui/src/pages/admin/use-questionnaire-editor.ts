import { questionnaireInputSchema, type QuestionnaireInput, type QuestionnaireView } from '@orderline/domain/contract'
import { computed, ref, shallowRef, watch, type ComputedRef } from 'vue'
import { questionnairesApi } from '../../api/admin-api.ts'
import { ApiError } from '../../api/api-error.ts'
import {
  blankQuestionnaire,
  toQuestionnaireDraft,
  type QuestionnaireDraft,
} from '../../components/admin/questionnaire-draft.ts'
import { useRecord } from '../../composables/use-record.ts'
import { useSubmit } from '../../composables/use-submit.ts'
import { readModelText } from '../../questionnaire/read-model-text.ts'
import { checkedInput } from '../../validation/checked-input.ts'

/** One version of a questionnaire in its editor. Only drafts change; a published one is copied to a new version. */
export function useQuestionnaireEditor(id: () => string) {
  const isNew = computed(() => id() === 'new')
  const {
    record,
    state,
    error: loadError,
    reload,
  } = useRecord<QuestionnaireView | null>(id, (wanted) =>
    wanted === 'new' ? Promise.resolve(null) : questionnairesApi.get(wanted),
  )
  const draft = ref<QuestionnaireDraft>(blankQuestionnaire())
  const before = ref('')
  const reading = computed(() => readModelText(draft.value.text))
  const drawable = useLastModel(reading)
  const isReadOnly = computed(() => record.value !== null && record.value.status !== 'draft')
  const isDirty = computed(() => !isReadOnly.value && JSON.stringify(draft.value) !== before.value)
  const saving = useSubmit(send)
  const publishing = useSubmit(publish)
  const copying = useSubmit(copy)
  const removing = useSubmit(remove)

  watch([state, record], begin, { immediate: true })
  function begin(): void {
    draft.value = record.value ? toQuestionnaireDraft(record.value) : blankQuestionnaire()
    before.value = JSON.stringify(draft.value)
  }

  async function send(): Promise<QuestionnaireView> {
    const saved = await (isNew.value
      ? questionnairesApi.create(toQuestionnaireInput(draft.value))
      : questionnairesApi.replace(id(), toQuestionnaireInput(draft.value), record.value ?? undefined))
    before.value = JSON.stringify(draft.value)
    if (!isNew.value) record.value = saved
    return saved
  }

  /** What is published is what is on screen. */
  async function publish(): Promise<QuestionnaireView> {
    const shown = isDirty.value ? null : record.value
    const published = await questionnairesApi.publish(shown ?? (await send()))
    if (!isNew.value) record.value = published
    return published
  }

  async function copy(): Promise<QuestionnaireView> {
    return questionnairesApi.create(toQuestionnaireInput(draft.value))
  }

  /** Nothing is left to be saved then. */
  async function remove(): Promise<true> {
    await questionnairesApi.remove(id())
    before.value = JSON.stringify(draft.value)
    return true
  }

  const commands = [saving, publishing, copying, removing]
  const isBusy = computed(() => commands.some((command) => command.isBusy.value))
  const error = computed(() => commands.find((command) => command.error.value)?.error.value ?? null)
  return {
    ...{ record, state, loadError, reload, draft, reading, drawable, isNew, isReadOnly, isDirty, isBusy, error },
    ...{ save: saving.submit, publish: publishing.submit, copy: copying.submit, remove: removing.submit },
  }
}

/** What is sent, or an `ApiError` as the server would answer. */
function toQuestionnaireInput({ clientId, purpose, title, text }: QuestionnaireDraft): QuestionnaireInput {
  const { model, problems } = readModelText(text)
  if (!model) throw new ApiError({ status: 400, code: 'request/invalid', errors: problems })
  return checkedInput(questionnaireInputSchema, { clientId, purpose, title, model })
}

/** The last model that could be drawn stays in the preview while the text is wrong. */
function useLastModel(reading: ComputedRef<ReturnType<typeof readModelText>>) {
  const drawable = shallowRef<Record<string, unknown> | null>(null)
  watch(
    () => reading.value.model,
    (model) => {
      if (model) drawable.value = model
    },
    { immediate: true },
  )
  return drawable
}
