import type {
  AttemptOutcome,
  CallbackSource,
  CampaignInput,
  CampaignStatus,
  DialMode,
  DoNotCallView,
  ImportView,
  MachineJudgement,
  PauseReason,
  RecordStatus,
} from '@orderline/domain/contract'

export type CampaignRow = {
  id: string
  name: string
  client_id: string
  queue_id: string
  mode: DialMode
  status: CampaignStatus
  priority: number
  starts_at: Date | null
  ends_at: Date | null
  settings: Omit<CampaignInput, 'name' | 'clientId' | 'queueId' | 'mode' | 'priority' | 'startsAt' | 'endsAt'> & {
    pausedBecause?: PauseReason
  }
  created_at: Date
  updated_at: Date
}

export type ImportRow = {
  id: string
  kind: 'records' | 'do-not-call'
  campaign_id: string | null
  client_id: string | null
  file_name: string
  state: ImportView['state']
  rows_total: number | null
  rows_read: number
  added: number
  repeated: number
  refused: number
  errors: ImportView['errors']
  author_id: string | null
  created_at: Date
  finished_at: Date | null
}

export type DialRecordRow = {
  id: string
  campaign_id: string | null
  client_id: string
  queue_id: string | null
  customer_id: string | null
  order_id: string | null
  import_id: string | null
  external_key: string | null
  number: string
  name: string
  fields: Record<string, string>
  status: RecordStatus
  next_attempt_at: Date | null
  attempts_made: number
  last_outcome: AttemptOutcome | null
  callback_source: CallbackSource | null
  promised_at: Date | null
  promised_agent_id: string | null
  note: string | null
  created_at: Date
  settled_at: Date | null
  /** Why dialling is done with it, where that was not a person's word. */
  settled_because: string | null
}

/** What an agent dialled by hand, by the id of its record; `name` is empty until somebody enters who it is. */
export type HandCallRow = {
  id: string
  client_id: string
  agent_id: string
  number: string
  name: string
  about: string
  order_number: string
  created_at: Date
}

/** A dial of an order or of a record, whichever is not null. */
export type AttemptRow = {
  id: string
  order_id: string | null
  record_id: string | null
  campaign_id: string | null
  mode: DialMode
  call_id: string
  agent_id: string | null
  number: string
  ordinal: number
  allowed_because: string[]
  started_at: Date
  ended_at: Date | null
  outcome: AttemptOutcome | null
  cause: number | null
  /** When customer and agent first heard each other. */
  connected_at: Date | null
  /** What was taken for a machine: hung up, or passed to an agent. Null where the detection said nothing of it. */
  machine_verdict: 'hung-up' | 'passed' | null
  /** What the agent said of one that was passed; unknown: it ended, and nobody said. */
  machine_judgement: MachineJudgement | 'unknown' | null
  /** Set while the attempt is under way, and unique: no second dial of an order, a record or a number at once. */
  open_order_id: string | null
  open_record_id: string | null
  open_number: string | null
}

export type DoNotCallRow = {
  id: string
  number: string
  /** A client's id, or `*` for all of them. */
  scope: string
  source: DoNotCallView['source']
  note: string
  author_id: string | null
  created_at: Date
}

export type NumberHoldRow = { number: string; until: Date }

export type CampaignHourRow = {
  campaign_id: string
  hour_at: Date
  dials: number
  connected: number
  abandoned: number
  machines: number
  unanswered: number
  failed: number
  /** Taken for machines: hung up, passed to an agent, and what those were judged to be. Not of agentless dials. */
  machines_hung_up: number
  machines_passed: number
  judged_persons: number
  judged_machines: number
}
