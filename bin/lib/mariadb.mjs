import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { LaunchError } from './launch-error.mjs'
import { isRoot } from './machine.mjs'
import { createPart } from './part.mjs'
import { treeDir } from './paths.mjs'
import { freePort } from './ports.mjs'
import { answersTcp } from './readiness.mjs'
import { lastLines, runCommand } from './run-command.mjs'
import { keptSecret } from './secret.mjs'
import { ensureTree, treeCommand } from './tree.mjs'

const user = 'orderline'

/**
 * @typedef {object} MariadbOptions
 * @property {string} dir @property {string} [logDir] @property {number} [port]
 * @property {string} [bufferPool] what it keeps in memory, and @property {string} [logFile] how much of what is written
 *   may wait for its place on the disk: `256M` and `96M`, little, since many instances live side by side
 */

/**
 * A private MariaDB with one user, who owns every database whose name begins with `orderline`.
 * A commit is on the disk when it is answered.
 * @param {MariadbOptions} options
 */
export async function startMariadb({ dir, logDir = dir, port: wantedPort, bufferPool = '256M', logFile = '96M' }) {
  await ensureTree()
  const port = wantedPort ?? (await freePort())
  mkdirSync(dir, { recursive: true })
  const password = keptSecret(join(dir, 'password'))
  await createDatadir(dir)
  writeFileSync(join(dir, 'init.sql'), accountSql(password), { mode: 0o600 })
  const part = createPart({
    name: 'MariaDB',
    dir,
    logFile: join(logDir, 'mariadb.log'),
    ...serverCommand(dir, [
      `--port=${port}`,
      '--bind-address=127.0.0.1',
      `--init-file=${join(dir, 'init.sql')}`,
      `--innodb-buffer-pool-size=${bufferPool}`,
      `--innodb-log-file-size=${logFile}`,
      ...tuning,
    ]),
    // The first packet names the protocol (10) and the version; an error packet begins with 255.
    isReady: () => answersTcp(port, { expect: (greeting) => greeting[4] === 10 }),
    stopTimeout: 30_000,
  })
  await part.start()
  return Object.assign(part, { port, url: `mysql://${user}:${password}@127.0.0.1:${port}/orderline` })
}

const tuning = [
  '--innodb-flush-log-at-trx-commit=1',
  '--character-set-server=utf8mb4',
  '--collation-server=utf8mb4_uca1400_ai_ci',
  '--default-time-zone=+00:00',
  '--max-connections=300',
  '--skip-name-resolve',
  '--performance-schema=OFF',
]

/** @param {string} dir @param {string[]} more */
function serverCommand(dir, more) {
  return treeCommand('usr/sbin/mariadbd', [
    '--no-defaults',
    `--datadir=${join(dir, 'files')}`,
    `--lc-messages-dir=${join(treeDir, 'usr/share/mariadb')}`,
    `--character-sets-dir=${join(treeDir, 'usr/share/mariadb/charsets')}`,
    `--plugin-dir=${join(dir, 'plugins')}`,
    `--tmpdir=${dir}`,
    // Relative to the data directory: an absolute path to a socket may be longer than the kernel takes.
    '--socket=server.sock',
    '--pid-file=server.pid',
    ...(isRoot() ? ['--user=root'] : []),
    ...more,
  ])
}

/**
 * Makes the system tables. Done aside and renamed at the end, so that a start that was cut off leaves
 * nothing that looks finished.
 * @param {string} dir
 */
async function createDatadir(dir) {
  mkdirSync(join(dir, 'plugins'), { recursive: true })
  const files = join(dir, 'files')
  if (existsSync(join(dir, 'created'))) return
  rmSync(files, { recursive: true, force: true })
  mkdirSync(join(files, 'mysql'), { recursive: true })
  const { command, args } = serverCommand(dir, ['--bootstrap', '--skip-networking', '--innodb-log-file-size=96M'])
  const { code, output } = await runCommand(command, args, { input: bootstrapSql() })
  if (code !== 0)
    throw new LaunchError('MariaDB could not create its system tables. Is there room on the disk?', {
      log: lastLines(output),
    })
  writeFileSync(join(dir, 'created.new'), '')
  renameSync(join(dir, 'created.new'), join(dir, 'created'))
}

function bootstrapSql() {
  const script = (/** @type {string} */ name) => readFileSync(join(treeDir, 'usr/share/mariadb', name), 'utf8')
  return [
    'use mysql;',
    'set @auth_root_socket=NULL;',
    script('mariadb_system_tables.sql'),
    script('mariadb_performance_tables.sql'),
    script('mariadb_system_tables_data.sql'),
    // The stock accounts have no password. Nobody needs them.
    "delete from global_priv where User in ('root', '');",
    '',
  ].join('\n')
}

/** @param {string} password */
function accountSql(password) {
  return [
    `CREATE OR REPLACE USER ${user}@'127.0.0.1' IDENTIFIED BY '${password}';`,
    `GRANT ALL ON \`${user}%\`.* TO ${user}@'127.0.0.1';`,
    `CREATE DATABASE IF NOT EXISTS ${user};`,
    '',
  ].join('\n')
}
