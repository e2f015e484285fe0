import type { ImportView } from '@orderline/domain/contract'
import { expect, it } from 'vitest'
import { byId, mountComponent } from '../../testing/mount-component.ts'
import ImportItem from './ImportItem.vue'

const upload: ImportView = {
  id: 'import-1',
  kind: 'records',
  campaignId: 'campaign-1',
  fileName: 'spring.csv',
  state: 'done',
  rowsTotal: 3,
  rowsRead: 3,
  added: 1,
  repeated: 1,
  refused: 1,
  errors: [{ line: 3, column: 'phone', code: 'unheard-of', detail: '<i>0441</i> is no telephone number' }],
  createdAt: 1,
  finishedAt: 2,
}
const errorsUrl = '/api/imports/import-1/errors.csv'

it('CC-38: reports lines that were not taken by line and column, and all of them as a file', async () => {
  const { all } = await mountComponent(ImportItem, { upload, errorsUrl })
  const cells = all('[data-testid="import-error"] td').map((cell) => cell.textContent?.trim())
  expect(cells).toEqual(['3', 'phone', '<i>0441</i> is no telephone number'])
  expect(byId('import-errors-csv').getAttribute('href')).toBe(errorsUrl)
  expect(byId('import-repeated').textContent?.trim()).toBe('1')
})

it('says in the reader’s language what is known, with what stands in the cell', async () => {
  const errors = [{ line: 2, column: 'phone', code: 'not-a-phone', detail: '“0441” is no telephone number' }]
  const { all } = await mountComponent(ImportItem, { upload: { ...upload, errors }, errorsUrl }, 'uk')
  expect(all('[data-testid="import-error"] td')[2]?.textContent).toBe('Це не телефонний номер: «0441»')
})

it('says why a file as a whole was not read', async () => {
  const errors = [{ line: 0, column: null, code: 'empty', detail: 'the file is empty' }]
  const failed: ImportView = { ...upload, state: 'failed', added: 0, repeated: 0, refused: 0, errors }
  const { has } = await mountComponent(ImportItem, { upload: failed, errorsUrl })
  expect(byId('import-fault').textContent?.trim()).toBe('The file is empty')
  expect(has('import-errors')).toBe(false)
})

it.each([
  ['en', 'The file is lost: upload it again'],
  ['uk', 'Файл втрачено: завантажте його ще раз'],
  ['ru', 'Файл потерян: загрузите его ещё раз'],
] as const)('asks in %s for a lost file again', async (locale, words) => {
  const errors = [{ line: 0, column: null, code: 'lost-file', detail: 'it is not where uploads are kept' }]
  await mountComponent(ImportItem, { upload: { ...upload, state: 'failed', refused: 0, errors }, errorsUrl }, locale)
  expect(byId('import-fault').textContent?.trim()).toBe(words)
})

it('shows how far a long file is', async () => {
  const running: ImportView = { ...upload, state: 'running', rowsTotal: 100_000, rowsRead: 43_210, finishedAt: null }
  const { text } = await mountComponent(ImportItem, { upload: running, errorsUrl })
  expect(text()).toContain('43,210 of 100,000 rows')
})

it('offers no file of errors where there are none', async () => {
  const { has } = await mountComponent(ImportItem, { upload: { ...upload, refused: 0, errors: [] }, errorsUrl })
  expect(has('import-errors-csv')).toBe(false)
})
