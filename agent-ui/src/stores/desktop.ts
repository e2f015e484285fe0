import type { AgentDesktop, CallCard, QueueGlance } from '@orderline/domain/contract'
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { agentApi } from '../api/agent-api.ts'
import type { SavedAnswers } from '../questionnaire/saved-answers.ts'
import { useClockStore } from './clock.ts'

/**
 * The agent's screen as the server knows it. Pushes are whole snapshots with a sequence number: an older one is
 * dropped, a gap is closed by asking, and after a lost connection the answer to that question is always believed,
 * because a restarted server may count from the beginning.
 */
export const useDesktopStore = defineStore('desktop', () => {
  const desktop = shallowRef<AgentDesktop | null>(null)
  const isStale = ref(true)
  /** What was saved from this screen: a push may carry the answers as they were when the call began. */
  const saved = shallowRef<SavedAnswers | null>(null)
  let resyncing: Promise<void> | undefined

  const agent = computed(() => desktop.value?.agent ?? null)
  const call = computed(() => desktop.value?.call ?? null)
  const card = computed(() => withSaved(desktop.value?.card ?? null, saved.value))

  function answersSaved(answers: SavedAnswers): void {
    saved.value = answers
  }

  function receive(next: AgentDesktop): void {
    const known = desktop.value?.seq
    const isFresh = known === undefined || isStale.value || next.seq > known
    if (!isFresh) return
    if (known !== undefined && !isStale.value && next.seq > known + 1) void resync()
    accept(next)
  }

  /** All queues of the centre come; the screen keeps showing those that are this agent's. */
  function receiveQueues(glances: QueueGlance[]): void {
    if (!desktop.value) return
    const fresh = new Map(glances.map((glance) => [glance.id, glance]))
    const queues = desktop.value.queues.map((shown) => fresh.get(shown.id) ?? shown)
    desktop.value = { ...desktop.value, queues }
  }

  function accept(next: AgentDesktop): void {
    useClockStore().learn(next.serverTime)
    desktop.value = next
  }

  /** Asks for a whole new screen; several askers share one question. */
  function resync(): Promise<void> {
    isStale.value = true
    resyncing ??= ask().finally(() => (resyncing = undefined))
    return resyncing
  }

  async function ask(): Promise<void> {
    const before = desktop.value
    const answer = await agentApi.desktop()
    const wasOvertaken = desktop.value !== before && (desktop.value?.seq ?? 0) > answer.seq
    if (!wasOvertaken) accept(answer)
    isStale.value = false
  }

  function forget(): void {
    desktop.value = null
    saved.value = null
    isStale.value = true
  }

  return { desktop, agent, call, card, isStale, receive, receiveQueues, answersSaved, resync, forget }
})

function withSaved(card: CallCard | null, saved: SavedAnswers | null): CallCard | null {
  const answers = card?.answers
  if (!answers || answers.id !== saved?.id || answers.revision >= saved.revision) return card
  return { ...card, answers: { ...answers, ...saved } }
}
