// Types of the screens, and in components the lint that asks for types. vue-tsc and ESLint take a minute for it and the
// native compiler seconds; it cannot read a component, so it gets the TypeScript that stands for each.
import { readFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { readArguments } from './lib/arguments.mjs'
import { rootDir } from './lib/paths.mjs'
import { runCommand } from './lib/run-command.mjs'
import { writeIfChanged, writeScreens } from './lib/screens-as-typescript.mjs'

const { values } = readArguments({
  command: 'node bin/check-screens.mjs',
  options: { ui: { type: 'string', default: join(rootDir, 'agent-ui') } },
})
const uiDir = resolve(values.ui)
const outDir = join(uiDir, 'node_modules/.cache/screens')
const screens = new Map(writeScreens({ uiDir, outDir }).map((screen) => [screen.file, screen]))

const found = (await Promise.all([findWrongTypes(), findUnsafeScripts()])).flat().sort()
for (const finding of found) console.log(finding)
process.exitCode = found.length === 0 ? 0 : 1

async function findWrongTypes() {
  const { code, output } = await runCommand(bin('tsgo'), ['-p', outDir, '--pretty', 'false'])
  // What belongs to a finding stands indented below it.
  const findings = output.split(/\n(?=\S)/).filter((finding) => finding.trim() !== '')
  if (code !== 0 && findings.length === 0) return [`tsgo ended with ${code}`]
  return findings.flatMap(asOfTheComponent)
}

/** @param {string} finding @returns {string[]} none when it is only about the translation */
function asOfTheComponent(finding) {
  const [, path, line, column, code, text] = /^(.+)\((\d+),(\d+)\): error TS(\d+): (.*)$/s.exec(finding.trimEnd()) ?? []
  if (!path || !code) return [finding]
  const place = { line: Number(line), column: Number(column) }
  const screen = screens.get(resolve(path))
  if (!screen) return [said(path, place, `${text} (TS${code})`)]
  const there = screen.typePlace(place, code)
  if (there) return [said(screen.component, there, `${text} (TS${code})`)]
  // What cannot be parsed is not checked at all, whoever wrote it.
  const isSyntax = /^1\d{3}$/.test(code)
  return isSyntax ? [said(screen.file, place, `${text} (TS${code}): the translation cannot be checked`)] : []
}

async function findUnsafeScripts() {
  const config = join(outDir, '.oxlintrc.json')
  const rules = JSON.parse(readFileSync(join(rootDir, '.oxlintrc.json'), 'utf8'))
  const jsPlugins = rules.jsPlugins.map((/** @type {string} */ file) => join(rootDir, file))
  writeIfChanged(config, JSON.stringify({ ...rules, $schema: undefined, jsPlugins, ignorePatterns: [] }))
  // Files by name: of a folder in node_modules it takes none.
  const args = ['-c', config, '--no-ignore', '-f', 'json', ...screens.keys()]
  const { output } = await runCommand(bin('oxlint'), args)
  return asDiagnostics(output).flatMap(({ filename, code, message, labels }) => {
    const screen = screens.get(resolve(filename))
    const place = screen?.scriptPlace(labels[0].span.offset)
    return screen && place ? [said(screen.component, place, `${message} ${code}`)] : []
  })
}

/**
 * @param {string} output
 * @returns {{ filename: string, code: string, message: string, labels: { span: { offset: number } }[] }[]}
 */
function asDiagnostics(output) {
  const { diagnostics, number_of_files: count } = output.startsWith('{') ? JSON.parse(output) : {}
  // A check that has looked at nothing has found nothing.
  if (count !== screens.size) throw new Error(`oxlint read ${count ?? 0} of ${screens.size} screens: ${output}`)
  return diagnostics
}

/** @param {string} file @param {{ line: number, column: number }} place @param {string} text */
function said(file, { line, column }, text) {
  return `${relative(process.cwd(), file)}:${line}:${column} ${text}`
}

/** @param {string} name */
function bin(name) {
  return join(rootDir, 'node_modules/.bin', name)
}
