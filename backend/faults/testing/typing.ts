import type { AnswersView } from '@orderline/domain/contract'
import type { AgentAtWork } from './agent-at-work.ts'

type Refusal = { status: number; code: string; retryAfter: string | null }
type Element = { type: string; name: string }

/**
 * An agent who types without pause, as the page saves it: field by field, and again after a refusal, until it is
 * taken. What was typed and not yet taken when typing ends is saved at last.
 */
export function keepTyping(agent: AgentAtWork, answers: AnswersView) {
  const refusals: Refusal[] = []
  const field = textField(answers)
  let isTyping = true
  let typed = ''
  let saves = 0

  async function save(text: string): Promise<void> {
    for (;;) {
      const reply = await agent.api.ask<{ code?: string }>('PATCH', `/api/answers/${answers.id}`, {
        values: { [field]: text },
      })
      if (reply.status === 200) return void (saves += 1)
      refusals.push({ status: reply.status, code: reply.body.code ?? '', retryAfter: reply.headers.get('retry-after') })
      await pause(100)
    }
  }

  async function type(): Promise<void> {
    while (isTyping) {
      typed = `letter ${saves}`
      await save(typed)
      await pause(20)
    }
  }

  const typing = type()
  return {
    refusals,
    saves: () => saves,
    /** Stops when all is saved; tells what must stand in the form now. */
    async stop(): Promise<{ field: string; text: string }> {
      isTyping = false
      await typing
      return { field, text: typed }
    },
  }
}

/** People type letter by letter. */
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

function textField({ model }: AnswersView): string {
  const pages = (model['pages'] ?? [model]) as { elements?: Element[] }[]
  const field = pages
    .flatMap(({ elements }) => elements ?? [])
    .find(({ type }) => type === 'text' || type === 'comment')
  if (!field) throw new Error('this form has no field for text')
  return field.name
}
