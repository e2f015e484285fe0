import type { Knex } from '@orderline/db'
import type { CampaignInput, CampaignView, FieldProblem } from '@orderline/domain/contract'
import { unknownSkills } from '../skills/unknown-skills.ts'

/** Fields that name what is not there, or what does not belong to the campaign's client. */
export async function checkReferences(trx: Knex, input: CampaignInput): Promise<FieldProblem[]> {
  const { clientId, queueId, questionnaireId, requiredSkills } = input
  const skillIds = requiredSkills.map(({ skillId }) => skillId)
  const [client, queue, questionnaire, skills] = await Promise.all([
    trx('clients').where({ id: clientId }).first('id', 'caller_number'),
    trx('queues').where({ id: queueId }).first('id'),
    questionnaireId === null ? undefined : trx('questionnaires').where({ id: questionnaireId }).first(),
    unknownSkills(trx, '/requiredSkills', skillIds),
  ])
  const isOther = questionnaire?.client_id !== clientId || questionnaire.status !== 'published'
  return [
    ...(client ? [] : [unknown('/clientId', 'there is no such client')]),
    ...(queue ? [] : [unknown('/queueId', 'there is no such queue')]),
    ...(questionnaireId !== null && isOther
      ? [unknown('/questionnaireId', 'the client has no published questionnaire like this')]
      : []),
    ...skills,
  ]
}

/** What a campaign is about cannot change once it has been started: its records and orders would not fit any more. */
export function checkChange(input: CampaignInput, before: CampaignView): FieldProblem[] {
  if (before.status === 'draft') return []
  const fixed = 'cannot change after the start'
  return [
    ...(input.clientId === before.clientId ? [] : [{ pointer: '/clientId', code: 'fixed', detail: fixed }]),
    ...(input.source.kind === before.source.kind ? [] : [{ pointer: '/source/kind', code: 'fixed', detail: fixed }]),
  ]
}

function unknown(pointer: string, detail: string): FieldProblem {
  return { pointer, code: 'unknown', detail }
}
