import { z } from 'zod'
import type { OrderView, TimelineEntry } from './orders.ts'
import { idSchema, momentSchema, type Locale, type Role } from './common.ts'
import type { QuestionnairePurpose } from './admin.ts'

export const loginInputSchema = z.strictObject({
  login: z.string().trim().toLowerCase().min(1).max(60),
  password: z.string().min(1).max(200),
})

/** Who is logged in; answered by `GET /api/session` and by login. */
export type SessionView = {
  userId: string
  login: string
  name: string
  role: Role
  clientId: string | null
  locale: Locale
  audioMode: 'ring' | 'persistent'
}

/** SIP credentials made for this login only. The WebSocket is `/sip` of the page's own origin. */
export type SipAccountView = {
  username: string
  password: string
  realm: string
  /** Extension to call for a persistent audio leg (room). */
  roomExtension: string
  iceServers: { urls: string; username?: string | undefined; credential?: string | undefined }[]
}

export const breakReasons = [
  'lunch',
  'short',
  'training',
  'meeting',
  'technical',
  'missed-call',
  'connection-lost',
] as const
export type BreakReason = (typeof breakReasons)[number]

export const agentStateInputSchema = z.discriminatedUnion('to', [
  z.strictObject({ to: z.literal('ready') }),
  z.strictObject({ to: z.literal('break'), reason: z.enum(breakReasons), afterCall: z.boolean().default(false) }),
  z.strictObject({ to: z.literal('offline') }),
])

export type AgentStateView = {
  id: string
  name: string
  state: 'offline' | 'ready' | 'reserved' | 'talking' | 'wrap-up' | 'break'
  since: number
  breakReason: BreakReason | null
  breakAfterCall: BreakReason | null
  /** End of wrap-up, epoch ms; null when not in wrap-up. */
  wrapUpUntil: number | null
  audioMode: 'ring' | 'persistent'
  /** The persistent audio leg is up: dialled calls may come. */
  roomReady: boolean
  callId: string | null
}

/** What an agent says of a call that the detection took for a machine. */
export const machineJudgements = ['person', 'machine'] as const
export type MachineJudgement = (typeof machineJudgements)[number]
export type MachineCheck = 'asked' | MachineJudgement
/** `POST /api/agent/call/machine`. */
export const machineJudgementInputSchema = z.strictObject({ judgement: z.enum(machineJudgements) })
export type MachineJudgementInput = z.infer<typeof machineJudgementInputSchema>

export type DesktopCall = {
  id: string
  direction: 'inbound' | 'outbound'
  /**
   * offering: rings; previewing: the card is read, nothing is dialled before the agent's word; dialing: the customer's
   * phone rings; talking: both hear each other.
   */
  state: 'offering' | 'previewing' | 'dialing' | 'talking' | 'ended'
  /** Only of a preview: at this moment the customer is dialled, or passed over, by itself. Epoch ms. */
  previewUntil?: number
  since: number
  talkingSince: number | null
  onHold: boolean
  recording: 'off' | 'on' | 'paused'
  /** How the agent's audio comes: a SIP INVITE to answer, or the room that is open already. */
  audio: 'ring' | 'room'
  client: {
    id: string
    code: string
    name: string
    color: string
    greeting: string
    /** IANA name; the zone of the customer, else of the shop, in which callbacks are agreed. */
    timeZone?: string
  }
  queueName: string
  /** The number that the customer dialled, or the number that we show, E.164. */
  shopNumber: string | null
  customerNumber: string | null
  consult: { kind: 'agent'; name: string; state: 'ringing' | 'talking' | 'conference' } | null
  /** Only of a call whose customer was taken for a machine: whether it is one is asked, or what was said. */
  machineCheck?: MachineCheck
  /** How an ended or failed call ended, for the wrap-up panel. */
  endedBecause: string | null
}

export type CustomerView = {
  id: string
  clientId: string
  name: string
  phones: string[]
  email: string | null
  city: string | null
  region: string | null
  address: string | null
  note: string | null
}

/** Everything that an agent needs to see of a call; pushed before the phone rings. */
export type CallCard = {
  callId: string
  customer: CustomerView | null
  /** true: this number was unknown until this call. */
  isNewCustomer: boolean
  /** true: storage did not answer in time; what is missing comes by a later push. */
  isStale: boolean
  deliveryRules: string
  order: OrderView | null
  /**
   * What the campaign's list says of the one who is dialled, or what was promised; left out for other calls. With
   * `handCallId` the agent dials by hand, and enters under it who that is.
   */
  record?: { name: string; fields: Record<string, string>; note: string; handCallId?: string } | null
  lastOrders: OrderView[]
  /** Earlier contacts with what was noted and promised, newest first. */
  lastContacts: TimelineEntry[]
  answers: AnswersView | null
}

export type AnswersView = {
  id: string
  questionnaireId: string
  purpose: QuestionnairePurpose
  title: string
  /** SurveyJS model of the version that this filling belongs to. */
  model: Record<string, unknown>
  /** Grows by one with each saved change. */
  revision: number
  values: Record<string, unknown>
  completedAt: number | null
}

/** `PATCH /api/answers/:id`: the fields that changed; null empties one. Last writer of a field wins. */
export const answersPatchSchema = z.strictObject({
  values: z.record(z.string().min(1).max(100), z.unknown()),
})
export type AnswersPatched = { revision: number; values: Record<string, unknown> }

export const dispositions = [
  'confirmed',
  'cancelled',
  'callback',
  'info-given',
  'complaint',
  'wrong-number',
  /** The customer's wish: the number goes to the client's do-not-call list. */
  'do-not-call',
  'no-conversation',
  /** An answering machine talked; nobody was reached. */
  'machine',
  'other',
] as const
export type Disposition = (typeof dispositions)[number]

/** `POST /api/agent/wrap-up`: ends the wrap-up; a callback or a cancellation says when or why. */
export const wrapUpInputSchema = z.strictObject({
  callId: idSchema,
  disposition: z.enum(dispositions),
  note: z.string().trim().max(2000).default(''),
  callbackAt: momentSchema.nullable().default(null),
  /** Who calls back: the agent who promised it, or (left out) anyone who fits. */
  callbackFor: z.enum(['me', 'anyone']).optional(),
  cancelReason: z.string().trim().max(300).nullable().default(null),
})
export type WrapUpInput = z.infer<typeof wrapUpInputSchema>

export const transferInputSchema = z.strictObject({
  to: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('queue'), id: idSchema }),
    z.strictObject({ kind: z.literal('agent'), id: idSchema }),
  ]),
  mode: z.enum(['blind', 'consult']),
})
export type TransferInput = z.infer<typeof transferInputSchema>

/** `POST /api/agent/call/skip`: a previewed customer is not dialled now. `POST /api/agent/call/start` dials. */
export const skipInputSchema = z.strictObject({ reason: z.string().trim().min(1).max(300) })
export type SkipInput = z.infer<typeof skipInputSchema>

export type QueueGlance = {
  id: string
  name: string
  waiting: number
  longestWaitSince: number | null
  readyAgents: number
}
export type DayFigures = { calls: number; confirmed: number; talkSeconds: number; missedOffers: number }

/**
 * The agent's whole screen. `seq` grows by one with each push to this agent; a screen that sees a gap, or was
 * away, asks for a new one (`GET /api/agent/desktop`) and forgets what it had.
 */
export type AgentDesktop = {
  seq: number
  serverTime: number
  agent: AgentStateView
  call: DesktopCall | null
  card: CallCard | null
  queues: QueueGlance[]
  today: DayFigures
}

/** The supervisor's board, pushed whole at most once a half second while something changes. */
export type Board = {
  serverTime: number
  agents: (AgentStateView & { skills: string[]; callClientName: string | null })[]
  queues: (QueueGlance & { offered: number; talking: number })[]
  calls: {
    id: string
    direction: 'inbound' | 'outbound'
    /** announcing: a recorded message is heard. */
    state: 'waiting' | 'offering' | 'previewing' | 'dialing' | 'announcing' | 'talking'
    clientName: string
    clientColor: string
    queueName: string
    customerNumber: string | null
    agentName: string | null
    since: number
  }[]
  today: {
    inbound: number
    answered: number
    missed: number
    abandonedWaiting: number
    outbound: number
    contacts: number
    confirmed: number
    ordersWaiting: number
    orderToLogisticsP50Seconds: number | null
    within15Minutes: number | null
  }
}

/** The last missed call of a number; all of them are one thing to do. */
export type MissedCallView = {
  callId: string
  at: number
  /** The first of them, and when it came. */
  caseId: string
  since: number
  /** How many there are. */
  times: number
  /** Until when somebody must have called back. */
  dueAt: number
  clientId: string
  clientName: string
  queueId: string | null
  queueName: string
  customerId: string | null
  customerNumber: string | null
  customerName: string | null
  waitSeconds: number
  reason: 'abandoned' | 'queue-full' | 'timeout' | 'voicemail' | 'no-backend'
  hasVoicemail: boolean
  handledBy: string | null
  handledAt: number | null
  /** The call that the customer was promised for it and that is still to be made; `agentName` null: by anyone. */
  promise: { at: number; agentName: string | null } | null
}

/** RS-07: what is kept of each call. */
export type CallRecordView = {
  id: string
  direction: 'inbound' | 'outbound'
  clientId: string
  clientName: string
  queueName: string | null
  customerNumber: string | null
  customerName: string | null
  shopNumber: string | null
  agentName: string | null
  startedAt: number
  answeredAt: number | null
  endedAt: number | null
  waitSeconds: number
  talkSeconds: number
  status: 'waiting' | 'talking' | 'answered' | 'missed' | 'failed'
  outcome: string | null
  disposition: Disposition | null
  hasRecording: boolean
  orderId: string | null
}
