import type { TimelineEntry } from '@orderline/domain/contract'
import { useDialReason } from './use-dial-reason.ts'
import { useOptionalText } from './use-optional-text.ts'

/**
 * The text of a line of a history in the reader's language. The server writes codes where it knows one: an attempt is
 * `<number>: <outcome>`, a call `<disposition or status>: <note>`, a webhook `<event> → <target>`, a note of nobody's why the order is
 * dialled no more; the rest is people's words.
 */
export function useTimelineText() {
  const optionalText = useOptionalText()
  const dialReason = useDialReason()

  function attemptText(text: string): string {
    const [, ordinal = '', outcome = ''] = /^(\d+): (\S+)$/.exec(text) ?? []
    if (ordinal === '') return text
    return `${ordinal}: ${optionalText(`status.attempt.${outcome}`, optionalText(`status.order.${outcome}`, outcome))}`
  }

  function callText(text: string): string {
    const [, code = '', note = ''] = /^([a-z-]+)((?:: [\s\S]*)?)$/.exec(text) ?? []
    if (code === '') return text
    return optionalText(`desk.disposition.${code}`, optionalText(`status.call.${code}`, code)) + note
  }

  return ({ kind, text, author }: TimelineEntry): string => {
    if (kind === 'attempt') return attemptText(text)
    if (kind === 'note' && author === null) return dialReason(text)
    return kind === 'call' ? callText(text) : text
  }
}
