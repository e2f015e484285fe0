import type { Knex } from '@orderline/db'
import type { CallbackInput, FieldProblem } from '@orderline/domain/contract'

type Named = Partial<Pick<CallbackInput, 'clientId' | 'queueId' | 'agentId'>>

/** Also for a client that is not the person's to see: it does not exist for them. */
export const unknownClient = unknown('/clientId', 'there is no such client')

/** Fields that name what is not there, or somebody who takes no calls. */
export async function checkCallback(db: Knex, { clientId, queueId, agentId }: Named): Promise<FieldProblem[]> {
  const [client, queue, agent] = await Promise.all([
    clientId === undefined || db('clients').where({ id: clientId }).first('id'),
    queueId === undefined || db('queues').where({ id: queueId }).first('id'),
    agentId == null || db('users').where({ id: agentId, role: 'agent', active: true }).first('id'),
  ])
  return [
    ...(client ? [] : [unknownClient]),
    ...(queue ? [] : [unknown('/queueId', 'there is no such queue')]),
    ...(agent ? [] : [unknown('/agentId', 'nobody like this takes calls')]),
  ]
}

function unknown(pointer: string, detail: string): FieldProblem {
  return { pointer, code: 'unknown', detail }
}
