import { computed, ref, shallowRef, type Ref } from 'vue'
import type { z } from 'zod'
import type { CrudApi } from '../api/crud-api.ts'
import { checkedInput } from '../validation/checked-input.ts'
import { useSubmit } from './use-submit.ts'

export type EditorDeps<View extends { id: string }, Input extends object> = {
  api: CrudApi<View, Input>
  /** Checked here first; the server checks again and may know more. */
  schema: z.ZodType<Input>
  /** The same for a record that is made, where it needs more. */
  newSchema?: z.ZodType<Input>
  blank: () => Input
  toInput: (view: View) => Input
  /** What of the form is sent, where that is not the form itself. */
  toRequest?: (draft: Input) => Input
}

/**
 * One record of a kind in a form: opened new or from a row, checked, saved, deleted. `draft` is null while nothing is
 * open. Each of the commands answers whether it succeeded; if not, `error` says why.
 */
export function useRecordEditor<View extends { id: string }, Input extends object>(deps: EditorDeps<View, Input>) {
  const { api, schema, newSchema = schema, blank, toInput, toRequest = (input) => input } = deps
  const draft = ref<Input | null>(null) as Ref<Input | null>
  const id = ref<string | null>(null)
  const before = shallowRef('')
  const seen = shallowRef<View>()
  const isDirty = computed(() => draft.value !== null && JSON.stringify(draft.value) !== before.value)
  const saving = useSubmit(send)
  const removing = useSubmit(async () => id.value !== null && (await api.remove(id.value), true))
  const opening = useSubmit(async (recordId: string) => open(await api.get(recordId)))

  async function send(written: Input): Promise<View> {
    if (id.value === null) return api.create(checkedInput(newSchema, toRequest(written)))
    return api.replace(id.value, checkedInput(schema, toRequest(written)), seen.value)
  }

  function begin(input: Input, view: View | undefined): void {
    saving.error.value = removing.error.value = null
    seen.value = view
    id.value = view?.id ?? null
    before.value = JSON.stringify(input)
    // A copy of its own: forms write into it, and the defaults of a schema and the view of a record are shared.
    draft.value = JSON.parse(before.value) as Input
  }

  function open(view: View): void {
    begin(toInput(view), view)
  }

  function close(): void {
    draft.value = null
  }

  async function save(): Promise<View | undefined> {
    if (draft.value === null) return undefined
    removing.error.value = null
    const saved = await saving.submit(draft.value)
    if (saved) close()
    return saved
  }

  async function remove(): Promise<boolean> {
    saving.error.value = null
    const isGone = (await removing.submit()) === true
    if (isGone) close()
    return isGone
  }

  return {
    draft,
    id,
    isDirty,
    isBusy: computed(() => saving.isBusy.value || removing.isBusy.value || opening.isBusy.value),
    openError: opening.error,
    error: computed(() => saving.error.value ?? removing.error.value),
    openNew: () => begin(blank(), undefined),
    open,
    /** Reads the record and opens it as it is now; also in place of one that somebody else has changed. */
    openAnew: opening.submit,
    close,
    save,
    remove,
  }
}
