import type { AnswersView, Problem } from '@orderline/domain/contract'
import type { AgentAtWork } from './agent-at-work.ts'
import type { FaultCentre } from './fault-centre.ts'

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
      const refusal = await trySave(text)
      if (!refusal) return void (saves += 1)
      refusals.push(refusal)
      await pause(100)
    }
  }

  async function trySave(text: string): Promise<Refusal | undefined> {
    try {
      const body = { values: { [field]: text } }
      const {
        status,
        headers,
        body: problem,
      } = await agent.api.ask<Problem>('PATCH', `/api/answers/${answers.id}`, { body })
      return status === 200 ? undefined : { status, code: problem.code, retryAfter: headers.get('retry-after') }
    } catch {
      return { status: 0, code: 'no-connection', retryAfter: null } // The backend itself is away: the page tries again.
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

/** What stands in the form, as the database has it. */
export async function savedText({ db }: FaultCentre, answersId: string, field: string): Promise<unknown> {
  const row = await db<{ id: string; values: unknown }>('answers').where({ id: answersId }).first('values')
  const values = (typeof row?.values === 'string' ? JSON.parse(row.values) : row?.values) as Record<string, unknown>
  return values[field]
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
