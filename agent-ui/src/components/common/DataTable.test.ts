import { ref } from 'vue'
import { expect, it } from 'vitest'
import { mountComponent } from '../../testing/mount-component.ts'
import TasksTable from '../tasks/TasksTable.vue'

const list = {
  ...{ items: ref([]), total: ref(12_345), state: ref('ready'), error: ref(null) },
  ...{ limit: 50, page: ref(1), search: ref(''), isNarrowed: ref(false) },
}

it.each([
  ['en', '12,345 rows'],
  ['uk', '12 345 рядків'],
  ['ru', '12 345 строк'],
] as const)('counts its rows as people write numbers in %s', async (locale, text) => {
  const page = await mountComponent(TasksTable, { list, isDone: false, isOfAll: false, isBusy: false }, locale)
  expect(page.text()).toContain(text)
})
