import { useToast } from '@nuxt/ui/composables'
import { watch, type Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { useRouter } from 'vue-router'
import { useRecord } from './use-record.ts'
import { useRecordEditor, type EditorDeps } from './use-record-editor.ts'
import { useUnsavedGuard } from './use-unsaved-guard.ts'

type EditPageDeps<View extends { id: string }, Input extends object> = EditorDeps<View, Input> & {
  /** Of the record in the page's address; `isNew`: it is not there yet. */
  id: () => string
  isNew: () => boolean
  /** Where one is after the record was deleted. */
  listPath: string
}

/**
 * A page whose form is one record, new or by its id: read, edited, saved and deleted, with a word about it; it is not left
 * unsaved without asking. `save` answers the record, `remove` leads to the list; where they fail, `error` says why.
 */
export function useEditPage<View extends { id: string }, Input extends object>(deps: EditPageDeps<View, Input>) {
  const { t } = useI18n()
  const toast = useToast()
  const router = useRouter()
  const loading = useRecord<View | null>(deps.id, (id) => (deps.isNew() ? Promise.resolve(null) : deps.api.get(id)))
  const editor = useRecordEditor<View, Input>(deps)
  const { isAsking, answer } = useUnsavedGuard(() => editor.isDirty.value)
  const { state } = loading
  // Vue decides what a ref of a type parameter is only where the type is known.
  const record = loading.record as Ref<View | null>

  watch([state, record], () => {
    if (state.value !== 'ready') return
    if (record.value) editor.open(record.value)
    else editor.openNew()
  })

  function tell(title: string): void {
    toast.add({ title, color: 'success', icon: 'i-lucide-check' })
  }

  async function save(): Promise<View | undefined> {
    const saved = await editor.save()
    if (saved) tell(t('admin.saved'))
    return saved
  }

  async function remove(): Promise<void> {
    if (!(await editor.remove())) return
    tell(t('admin.removed'))
    await router.replace(deps.listPath)
  }

  const { draft, isDirty, isBusy, error } = editor
  const { error: loadError, reload } = loading
  return { record, state, loadError, reload, draft, isDirty, isBusy, error, isAsking, answer, save, remove }
}
