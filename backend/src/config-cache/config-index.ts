import type {
  CampaignView,
  ClientView,
  DidView,
  QuestionnairePurpose,
  QueueView,
  SkillView,
} from '@orderline/domain/contract'
import type { AgentProfile, Configuration } from './config-repository.ts'

export type ConfigIndex = ReturnType<typeof buildConfigIndex>

/** The configuration by what it is asked for. Numbers lead only to clients that are active. */
export function buildConfigIndex(configuration: Configuration) {
  const { clients, queues, dids, skills, campaigns, questionnaires, users } = configuration
  const active = new Set(clients.filter((client) => client.active).map((client) => client.id))
  return {
    clients: byId(clients),
    clientsByCode: new Map(clients.map((client) => [client.code, client])),
    queues: byId(queues),
    didsByNumber: new Map(dids.filter((did) => active.has(did.clientId)).map((did) => [did.number, did])),
    skills: byId(skills),
    campaigns: byId(campaigns),
    campaignsByClient: byClient(campaigns),
    publishedIds: new Map(questionnaires.map(({ id, clientId, purpose }) => [useOf(clientId, purpose), id])),
    users: byId(users),
  }
}

/** What the call path asks; always of the newest index. */
export function createConfigGetters(index: () => ConfigIndex) {
  return {
    /** By its E.164 number; undefined for a number of an inactive client too. */
    findDid: (number: string): DidView | undefined => index().didsByNumber.get(number),
    dids: (): DidView[] => [...index().didsByNumber.values()],
    client: (id: string): ClientView | undefined => index().clients.get(id),
    clientByCode: (code: string): ClientView | undefined => index().clientsByCode.get(code),
    clients: (): ClientView[] => [...index().clients.values()],
    queue: (id: string): QueueView | undefined => index().queues.get(id),
    queues: (): QueueView[] => [...index().queues.values()],
    skill: (id: string): SkillView | undefined => index().skills.get(id),
    skills: (): SkillView[] => [...index().skills.values()],
    /** One that is not over. */
    campaign: (id: string): CampaignView | undefined => index().campaigns.get(id),
    campaignsOf: (clientId: string): CampaignView[] => index().campaignsByClient.get(clientId) ?? [],
    /** The version that new contacts of this client get. */
    publishedQuestionnaireId: (clientId: string, purpose: QuestionnairePurpose): string | undefined =>
      index().publishedIds.get(useOf(clientId, purpose)),
    /** Any active user, whatever the role. */
    agentProfile: (userId: string): AgentProfile | undefined => index().users.get(userId),
    agentProfiles: (): AgentProfile[] => [...index().users.values()],
  }
}

function useOf(clientId: string, purpose: QuestionnairePurpose): string {
  return `${clientId} ${purpose}`
}

function byId<T extends { id: string }>(rows: T[]): Map<string, T> {
  return new Map(rows.map((row) => [row.id, row]))
}

function byClient<T extends { clientId: string }>(rows: T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const row of rows) groups.set(row.clientId, [...(groups.get(row.clientId) ?? []), row])
  return groups
}
