import type { Notice } from '@orderline/domain/contract'
import { expect, it } from 'vitest'
import { linkOfNotice } from './notice-links.ts'

function notice(code: string, params: Notice['params'] = {}): Notice {
  return { id: 'notice-1', at: 1, level: 'info', code, params }
}

it('leads from an upload to its errors, if it has any', () => {
  const errors = { textKey: 'imports.errorsCsv', file: '/api/imports/import-1/errors.csv' }
  const of = { importId: 'import-1', file: 'list.csv', added: 5, repeated: 0 }
  expect(linkOfNotice(notice('import-done', { ...of, refused: 2 }))).toEqual(errors)
  expect(linkOfNotice(notice('import-failed', { ...of, refused: 0 }))).toEqual(errors)
  expect(linkOfNotice(notice('import-done', { ...of, refused: 0 }))).toBeUndefined()
  expect(linkOfNotice(notice('help-asked'))).toBeUndefined()
})

it.each(['call-missed', 'call-missed-late'])('RS-13: leads from %s to the call on its list', (code) => {
  const link = { textKey: 'board.missed.callBack', to: '/missed-calls?call=call-1' }
  expect(linkOfNotice(notice(code, { callId: 'call-1' }))).toEqual(link)
})
