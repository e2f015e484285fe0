import type { Knex } from 'knex'

const uuid = 'char(36) character set ascii collate ascii_bin'

/**
 * What a person must do, and who: everybody of a role, or one user. One task of a kind for each subject, so that several
 * backends that see the same thing make it once.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`CREATE TABLE IF NOT EXISTS tasks (
    id ${uuid} NOT NULL PRIMARY KEY,
    kind varchar(20) NOT NULL,
    subject varchar(12) NOT NULL,
    subject_id ${uuid} NOT NULL,
    label varchar(100) NOT NULL,
    client_id ${uuid} NULL,
    for_role varchar(12) NULL,
    for_user_id ${uuid} NULL,
    due_at datetime(3) NOT NULL,
    created_at datetime(3) NOT NULL,
    done_at datetime(3) NULL,
    done_by ${uuid} NULL,
    UNIQUE KEY tasks_kind_subject_unique (kind, subject_id),
    KEY tasks_done_index (done_at, due_at),
    CONSTRAINT tasks_client_foreign FOREIGN KEY (client_id) REFERENCES clients (id)
  ) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci`)
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTableIfExists('tasks')
}
