import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Fills `{{name}}` in a text. A name without a value is a mistake, never an empty line in a configuration.
 * @param {string} template @param {Record<string, string | number>} values
 * @returns {string}
 */
export function render(template, values) {
  return template.replace(/\{\{(\w+)\}\}/g, (_, name) => {
    const value = values[name]
    if (value === undefined) throw new Error(`No value for {{${name}}}`)
    return String(value)
  })
}

/**
 * Renders every file of some folders into one; a later folder's file takes the place of an earlier one's.
 * The files hold passwords, so their owner alone may read them.
 * @param {string[]} from @param {string} to @param {Record<string, string | number>} values
 */
export function renderFolders(from, to, values) {
  mkdirSync(to, { recursive: true })
  for (const folder of from) {
    for (const file of readdirSync(folder)) {
      const text = render(readFileSync(join(folder, file), 'utf8'), values)
      writeFileSync(join(to, file), text, { mode: 0o600 })
    }
  }
}
