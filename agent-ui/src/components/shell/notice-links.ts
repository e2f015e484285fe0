import type { Notice } from '@orderline/domain/contract'
import { importsApi } from '../../api/imports-api.ts'
import { pathOfMissed } from '../board/missed-case.ts'

/** A page of ours, or a file. */
export type NoticeLink = { textKey: string } & ({ to: string } | { file: string })

/** What a notice leads to: a missed call on its list; of an upload that was not taken whole, its errors. */
export function linkOfNotice({ code, params }: Notice): NoticeLink | undefined {
  if (code.startsWith('call-missed')) {
    return { textKey: 'board.missed.callBack', to: pathOfMissed(String(params['callId'])) }
  }
  const isImport = code === 'import-done' || code === 'import-failed'
  if (!isImport || (code === 'import-done' && Number(params['refused']) === 0)) return undefined
  return { textKey: 'imports.errorsCsv', file: importsApi.errorsUrl(String(params['importId'])) }
}
