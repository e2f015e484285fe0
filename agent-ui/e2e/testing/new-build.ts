import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Makes of the built screens in `dir` what an upgrade leaves there: the same screens, of which every part has another
 * name. The backend learns of it at its next start.
 */
export function becomeNewBuild(dir: string): void {
  const assets = join(dir, 'assets')
  for (const name of readdirSync(assets)) if (/\.(br|gz)$/.test(name)) rmSync(join(assets, name))
  const parts = readdirSync(assets).filter((name) => /-[\w-]{8}(new)*\.(js|css)$/.test(name))
  const files = ['index.html', ...parts.map((name) => join('assets', name))].map((name) => join(dir, name))
  for (const file of files) writeFileSync(file, parts.reduce(rename, readFileSync(file, 'utf8')))
  for (const name of parts) renameSync(join(assets, name), join(assets, newName(name)))
}

const newName = (name: string): string => name.replace(/\.(js|css)$/, 'new.$1')
const rename = (text: string, name: string): string => text.replaceAll(name, newName(name))
