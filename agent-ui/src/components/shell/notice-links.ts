import type { Notice } from '@orderline/domain/contract'
import { importsApi } from '../../api/imports-api.ts'

export type NoticeLink = { textKey: string; href: string }

/** What a notice leads to: of an upload that was not taken whole, its errors. */
export function linkOfNotice({ code, params }: Notice): NoticeLink | undefined {
  const isImport = code === 'import-done' || code === 'import-failed'
  if (!isImport || (code === 'import-done' && Number(params['refused']) === 0)) return undefined
  return { textKey: 'imports.errorsCsv', href: importsApi.errorsUrl(String(params['importId'])) }
}
