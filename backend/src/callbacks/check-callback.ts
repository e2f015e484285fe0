import type { Knex } from '@orderline/db'
import type { CallbackInput, FieldProblem } from '@orderline/domain/contract'

type Named = Partial<Pick<CallbackInput, 'clientId' | 'customerId' | 'queueId' | 'agentId'>>

/** Also for a client that is not the person's to see: it does not exist for them. */
export const unknownClient = unknown('/clientId', 'there is no such client')

/** Fields that name what is not there, or somebody who takes no calls. */
export async function checkCallback(
  db: Knex,
  { clientId, customerId, queueId, agentId }: Named,
): Promise<FieldProblem[]> {
  const [client, customer, queue, agent] = await Promise.all([
    clientId === undefined || db('clients').where({ id: clientId, active: true }).first('id'),
    customerId == null ||
      clientId === undefined ||
      db('customers').where({ id: customerId, client_id: clientId }).first('id'),
    queueId === undefined || db('queues').where({ id: queueId }).first('id'),
    agentId == null || db('users').where({ id: agentId, role: 'agent', active: true }).first('id'),
  ])
  return [
    ...(client ? [] : [unknownClient]),
    ...(customer ? [] : [unknown('/customerId', 'the client has no such customer')]),
    ...(queue ? [] : [unknown('/queueId', 'there is no such queue')]),
    ...(agent ? [] : [unknown('/agentId', 'nobody like this takes calls')]),
  ]
}

function unknown(pointer: string, detail: string): FieldProblem {
  return { pointer, code: 'unknown', detail }
}
