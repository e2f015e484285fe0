import type { RecordUse, SkillInput, SkillView } from '@orderline/domain/contract'
import type { Database, Knex } from '@orderline/db'
import type { AdministeredRepository } from '../administration/administered-service.ts'
import { toUse } from '../administration/find-uses.ts'
import { findPage, searchIn } from '../administration/paging.ts'

export function createSkillsRepository({ db }: { db: Database }) {
  const repository: AdministeredRepository<SkillInput, SkillView> = {
    findPage(query) {
      const rows = db('skills').select().orderBy(['name', 'id'])
      searchIn(rows, query.search, { texts: ['code', 'name'] })
      return findPage(rows, query, (row: SkillView) => row)
    },
    find: (id, trx = db) => trx('skills').where({ id }).first(),
    insert: async (id, input, trx) => void (await trx('skills').insert({ id, ...input })),
    update: async (id, input, trx) => void (await trx('skills').where({ id }).update(input)),
    delete: async (id, trx) => void (await trx('skills').where({ id }).delete()),
  }
  return {
    ...repository,

    /** The queues that ask for this skill, and the users who have it. */
    async findUses(id: string, trx: Knex): Promise<RecordUse[]> {
      const [queues, users] = await Promise.all([
        trx('queues').whereRaw("JSON_CONTAINS(required_skills, JSON_OBJECT('skillId', ?))", [id]).select('name'),
        trx('user_skills')
          .join('users', 'users.id', 'user_skills.user_id')
          .where({ skill_id: id })
          .select<{ name: string }[]>('users.name'),
      ])
      const names = (rows: { name: string }[]) => rows.map(({ name }) => name)
      return [toUse('queues', names(queues)), toUse('users', names(users))]
    },
  }
}
