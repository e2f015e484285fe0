import type { TaskView } from '@orderline/domain/contract'
import { expect, it } from 'vitest'
import { usePageList } from '../../composables/use-page-list.ts'
import { mountComponent } from '../../testing/mount-component.ts'
import TasksTable from './TasksTable.vue'

const task: TaskView = {
  id: 'task-1',
  kind: 'hand-call',
  subject: { kind: 'call', id: 'call-1', label: 'Iryna · a lamp' },
  orderId: 'order-1',
  recordings: 1,
  forName: 'Marko',
  clientName: 'Vesna',
  dueAt: 1_700_000_000_000,
  createdAt: 1_700_000_000_000,
  doneAt: 1_700_000_000_000,
  doneByName: 'Sofia',
}

async function draw(shown: TaskView, isDone: boolean, isOfAll = false) {
  const list = usePageList<TaskView>(() => Promise.resolve({ items: [shown], total: 1 }))
  await list.reload()
  return mountComponent(TasksTable, { list, isDone, isOfAll, isBusy: false })
}

it('RS-44: a closed task of a call by hand has its recording, and leads to the call and the order', async () => {
  const page = await draw(task, true)
  expect(page.text()).toContain('Iryna · a lamp')
  const links = page.all('a').map((link) => link.getAttribute('href'))
  expect(links).toEqual(expect.arrayContaining(['/calls/call-1', '/orders/order-1']))
  expect(page.all('audio')[0]?.getAttribute('src')).toBe('/api/calls/call-1/recordings/1')
  expect(page.has('task-done')).toBe(false)
})

it('RS-44: one of whom nobody was reached says so, and can be done', async () => {
  const page = await draw({ ...task, recordings: 0, doneAt: null, doneByName: null }, false)
  expect(page.text()).toContain('nobody was reached')
  expect(page.has('task-done')).toBe(true)
})

it('RS-10: recordings that are only listed are asked for by nobody, so nobody is written down to have heard them', async () => {
  const page = await draw(task, true)
  expect(page.all('audio').map((audio) => audio.getAttribute('preload'))).toEqual(['none'])
})

it('a task that is done already cannot be done again while the open ones are being fetched', async () => {
  const page = await draw(task, false)
  expect(page.text()).toContain('Iryna · a lamp')
  expect(page.has('task-done')).toBe(false)
})

it('RS-44: says whose task it is to one who sees those of everybody, and to nobody else', async () => {
  expect((await draw(task, false, true)).text()).toContain('Marko')
  expect((await draw(task, true, true)).text()).toMatch(/Marko.*Sofia/)
  expect((await draw(task, true)).text()).not.toContain('Marko')
})
