import type { Locale, Role, UserInput, UserView } from '@orderline/domain/contract'
import { type Database, type Knex, toDate, toMs, type UserRow, type UserSkillRow } from '@orderline/db'
import type { Clock } from '@orderline/runtime/clock'
import type { Page, RecordUse } from '@orderline/domain/contract'
import { findUse } from '../administration/find-uses.ts'
import { findPage, searchIn } from '../administration/paging.ts'
import type { UserListQuery } from './users-query.ts'

/** `passwordHash` undefined: it stays as it is. */
export type UserRecord = Omit<UserInput, 'password'> & { passwordHash: string | undefined }

export function createUsersRepository({ db, now }: { db: Database; now: Clock }) {
  return {
    async findPage(query: UserListQuery): Promise<Page<UserView>> {
      const rows = db('users').select().orderBy(['name', 'id'])
      if (query.role) void rows.where('role', query.role)
      searchIn(rows, query.search, { texts: ['login', 'name'] })
      const { items, total } = await findPage(rows, query, (row: UserRow) => row)
      const skills = await findSkills(
        items.map((row) => row.id),
        db,
      )
      return { items: items.map((row) => toView(row, skills)), total }
    },

    async find(id: string, trx: Knex = db): Promise<UserView | undefined> {
      const row = await trx('users').where({ id }).first()
      return row && toView(row, await findSkills([id], trx))
    },

    async insert(id: string, user: UserRecord & { passwordHash: string }, trx: Knex): Promise<void> {
      const row = { id, ...toColumns(user), password_hash: user.passwordHash, created_at: toDate(now()) }
      await trx('users').insert(row)
      await insertSkills(id, user, trx)
    },

    async update(id: string, user: UserRecord, trx: Knex): Promise<void> {
      const password = user.passwordHash === undefined ? {} : { password_hash: user.passwordHash }
      await trx('users')
        .where({ id })
        .update({ ...toColumns(user), ...password })
      await trx('user_skills').where({ user_id: id }).delete()
      await insertSkills(id, user, trx)
    },

    delete: async (id: string, trx: Knex): Promise<void> => void (await trx('users').where({ id }).delete()),

    findByLogin: (login: string): Promise<UserRow | undefined> => db('users').where({ login }).first(),

    setLocale: async (id: string, locale: Locale): Promise<void> =>
      void (await db('users').where({ id }).update({ locale })),

    /** Whatever was done and names this user; histories have no foreign keys. */
    findTraces: (id: string, trx: Knex): Promise<RecordUse[]> =>
      Promise.all([
        findUse(trx, { table: 'calls', column: 'agent_id', id }),
        findUse(trx, { table: 'order_events', column: 'author_id', id }),
        findUse(trx, { table: 'audit_entries', column: 'user_id', id }),
      ]),

    /** How many administrators besides this one may log in. */
    async countOtherAdmins(id: string, trx: Knex): Promise<number> {
      const role: Role = 'admin'
      const row = await trx('users').where({ role, active: true }).whereNot({ id }).count({ total: '*' }).first()
      return Number(row?.total ?? 0)
    },
  }
}

async function findSkills(userIds: string[], trx: Knex): Promise<UserSkillRow[]> {
  return userIds.length === 0 ? [] : trx('user_skills').whereIn('user_id', userIds).orderBy(['user_id', 'skill_id'])
}

async function insertSkills(userId: string, { skills }: UserRecord, trx: Knex): Promise<void> {
  if (skills.length === 0) return
  await trx('user_skills').insert(skills.map(({ skillId, level }) => ({ user_id: userId, skill_id: skillId, level })))
}

function toView(row: UserRow, skills: UserSkillRow[]): UserView {
  return {
    id: row.id,
    login: row.login,
    name: row.name,
    role: row.role,
    clientId: row.client_id,
    locale: row.locale,
    audioMode: row.audio_mode,
    active: row.active,
    skills: skills
      .filter((skill) => skill.user_id === row.id)
      .map(({ skill_id, level }) => ({ skillId: skill_id, level })),
    createdAt: toMs(row.created_at),
  }
}

function toColumns(user: UserRecord): Omit<UserRow, 'id' | 'password_hash' | 'created_at'> {
  return {
    login: user.login,
    name: user.name,
    role: user.role,
    client_id: user.clientId,
    locale: user.locale,
    audio_mode: user.audioMode,
    active: user.active,
  }
}
