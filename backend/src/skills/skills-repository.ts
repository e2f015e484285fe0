import type { SkillInput, SkillView } from '@orderline/domain/contract'
import type { Database, Knex } from '@orderline/db'
import type { AdministeredRepository } from '../administration/administered-service.ts'
import { findPage, searchIn } from '../administration/paging.ts'

export function createSkillsRepository({ db }: { db: Database }) {
  const repository: AdministeredRepository<SkillInput, SkillView> = {
    findPage(query) {
      const rows = db('skills').select().orderBy(['name', 'id'])
      searchIn(rows, ['code', 'name'], query.search)
      return findPage(rows, query, (row: SkillView) => row)
    },
    find: (id, trx = db) => trx('skills').where({ id }).first(),
    insert: async (id, input, trx) => void (await trx('skills').insert({ id, ...input })),
    update: async (id, input, trx) => void (await trx('skills').where({ id }).update(input)),
    delete: async (id, trx) => void (await trx('skills').where({ id }).delete()),
  }
  return {
    ...repository,

    /** Codes of the queues that ask for this skill, and how many users have it. */
    async findUses(id: string, trx: Knex): Promise<{ queues: string[]; users: number }> {
      const queues = trx('queues')
        .whereRaw("JSON_CONTAINS(required_skills, JSON_OBJECT('skillId', ?))", [id])
        .select('code')
      const users = trx('user_skills').where({ skill_id: id }).count({ total: '*' }).first()
      const [codes, counted] = await Promise.all([queues, users])
      return { queues: codes.map(({ code }) => code), users: Number(counted?.total ?? 0) }
    },
  }
}
