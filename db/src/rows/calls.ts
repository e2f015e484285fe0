import type { Disposition, QuestionnairePurpose } from '@orderline/domain/contract'

export type CallRow = {
  id: string
  direction: 'inbound' | 'outbound'
  client_id: string
  queue_id: string | null
  customer_id: string | null
  order_id: string | null
  agent_id: string | null
  customer_number: string | null
  shop_number: string | null
  status: 'waiting' | 'talking' | 'answered' | 'missed' | 'failed'
  outcome: string | null
  disposition: Disposition | null
  note: string | null
  started_at: Date
  answered_at: Date | null
  ended_at: Date | null
  /** What agents talked; without what the customer waited between two of them. */
  talk_seconds: number
  /** Of the first conversation; each later one has a number at its end: `<name>-2.wav`. */
  recording: string | null
  recording_count: number
  voicemail: string | null
  handled_by: string | null
  handled_at: Date | null
  /** When people were told that it was missed. */
  told_at: Date | null
}

export type CallEventRow = {
  id: string
  call_id: string | null
  agent_id: string | null
  type: string
  payload: unknown
  at: Date
}

export type QuestionnaireRow = {
  id: string
  client_id: string
  purpose: QuestionnairePurpose
  version: number
  title: string
  status: 'draft' | 'published' | 'retired'
  model: Record<string, unknown>
  created_at: Date
  published_at: Date | null
}

export type AnswersRow = {
  id: string
  questionnaire_id: string
  client_id: string
  call_id: string | null
  order_id: string | null
  customer_id: string | null
  values: Record<string, unknown>
  revision: number
  created_at: Date
  updated_at: Date
  completed_at: Date | null
  completed_by: string | null
}
