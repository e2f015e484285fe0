// Bundles each process into one file of its own: our packages inside, npm packages outside.
import { readFileSync } from 'node:fs'
import { build } from 'esbuild'
import { readArguments } from './lib/arguments.mjs'
import { shareObjectShapes } from './lib/share-object-shapes.mjs'

readArguments({ command: 'npm run build:processes' })

const entries = [
  { in: 'backend/src/main.ts', out: 'backend/dist/main.js' },
  { in: 'backend/src/create-admin/main.ts', out: 'backend/dist/create-admin.js' },
  { in: 'dialer/src/main.ts', out: 'dialer/dist/main.js' },
  { in: 'db/src/migrate.ts', out: 'db/dist/migrate.js' },
  { in: 'db/src/seed.ts', out: 'db/dist/seed.js' },
]

const workspaces = JSON.parse(readFileSync('package.json', 'utf8')).workspaces
const external = [
  ...new Set(
    workspaces.flatMap((folder) =>
      Object.keys(JSON.parse(readFileSync(`${folder}/package.json`, 'utf8')).dependencies ?? {}),
    ),
  ),
].filter((name) => !name.startsWith('@orderline/'))

await Promise.all(
  entries.map((entry) =>
    build({
      entryPoints: [entry.in],
      outfile: entry.out,
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node20',
      sourcemap: true,
      plugins: [shareObjectShapes()],
      external: external.flatMap((name) => [name, `${name}/*`]),
      logLevel: 'warning',
    }),
  ),
)
