import type { TaskView } from '@orderline/domain/contract'
import { shallowRef } from 'vue'
import { tasksApi } from '../../api/tasks-api.ts'
import { toApiError } from '../../api/to-api-error.ts'
import { useCommand } from '../../composables/use-command.ts'

/** Open tasks about late orders, of whoever is logged in. */
export function useLateTasks() {
  const tasks = shallowRef<TaskView[]>([])
  const { isBusy, run } = useCommand()

  async function load(): Promise<void> {
    try {
      tasks.value = (await tasksApi.list({ kind: 'order-late', limit: 100 })).items
    } catch (problem) {
      // The board beside it says that the server is away; the list stays as it was.
      toApiError(problem)
    }
  }

  async function finish(id: string): Promise<void> {
    await run(() => tasksApi.done(id))
    await load()
  }

  return { tasks, isBusy, load, finish }
}
