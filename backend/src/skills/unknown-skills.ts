import type { Knex } from '@orderline/db'
import type { FieldProblem } from '@orderline/domain/contract'

/** A problem for each skill that does not exist or is named twice, in a list of the body under `pointer`. */
export async function unknownSkills(trx: Knex, pointer: string, skillIds: string[]): Promise<FieldProblem[]> {
  if (skillIds.length === 0) return []
  const rows = await trx('skills').whereIn('id', skillIds).select('id')
  const known = new Set(rows.map((row) => row.id))
  return skillIds.flatMap((id, index) => {
    const at = `${pointer}/${index}/skillId`
    if (!known.has(id)) return [{ pointer: at, code: 'unknown', detail: 'there is no such skill' }]
    if (skillIds.indexOf(id) < index)
      return [{ pointer: at, code: 'repeated', detail: 'this skill is in the list already' }]
    return []
  })
}
