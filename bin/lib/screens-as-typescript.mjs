import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import {
  createParsedCommandLine,
  createVueLanguagePlugin,
  shouldReportDiagnostics,
  SourceMap,
} from '@vue/language-core'
import ts from 'typescript'

/**
 * @typedef {{ line: number, column: number }} Place counted from 1
 * @typedef {import('@vue/language-core').CodeMapping} Mapping
 * @typedef {object} Screen one component as a compiler sees it
 * @property {string} component the .vue file
 * @property {string} file the TypeScript that stands for it
 * @property {(place: Place, code: string) => Place | undefined} typePlace where the component says what is at a place of
 * the TypeScript; nothing where a finding with that code is only about the translation
 * @property {(byte: number) => Place | undefined} scriptPlace the same by byte, and only within the component's script
 */

/**
 * Writes each component as TypeScript, with vue-tsc's own translator, for compilers that know nothing of components:
 * into the same folders below `outDir` as below `uiDir`, and a tsconfig.json that lays the two over each other.
 * @param {{ uiDir: string, outDir: string }} dirs @returns {Screen[]}
 */
export function writeScreens({ uiDir, outDir }) {
  const { options, vueOptions } = createParsedCommandLine(ts, ts.sys, join(uiDir, 'tsconfig.json'))
  const plugin = createVueLanguagePlugin(ts, options, vueOptions, (fileName) => fileName)
  const screens = ts.sys.readDirectory(join(uiDir, 'src'), ['.vue']).map((component) => {
    const text = readComponent(component)
    const beside = join(outDir, relative(uiDir, component))
    const { generated, extension, mappings, scripts } = translate(plugin, beside, text)
    const file = beside + extension
    writeIfChanged(file, generated)
    return { component, file, ...placesOf({ text, generated, mappings, scripts }) }
  })
  removeOthers(outDir, new Set(screens.map(({ file }) => file)))
  writeIfChanged(join(outDir, 'tsconfig.json'), JSON.stringify(configOver(relative(outDir, uiDir))))
  return screens
}

/**
 * The translator takes the two slashes of an address in a template for a comment, and then nothing of the component is
 * checked. Another letter has the same type and the same place.
 * @param {string} file
 */
function readComponent(file) {
  return readFileSync(file, 'utf8').replaceAll('://', ':/_')
}

/**
 * @param {ReturnType<typeof createVueLanguagePlugin<string>>} plugin @param {string} fileName @param {string} text
 * @returns {{ generated: string, extension: string, mappings: Mapping[], scripts: { from: number, to: number }[] }}
 */
function translate(plugin, fileName, text) {
  const snapshot = ts.ScriptSnapshot.fromString(text)
  const code = plugin.createVirtualCode?.(fileName, 'vue', snapshot, { getAssociatedScript: () => undefined })
  const service = code && plugin.typescript?.getServiceScript(code)
  if (!code || !service) throw new Error(`${fileName} is no component.`)
  const scripts = [code.ir.script, code.ir.scriptSetup].flatMap((block) =>
    block ? [{ from: block.startTagEnd, to: block.endTagStart }] : [],
  )
  const { snapshot: written, mappings } = service.code
  return { generated: written.getText(0, written.getLength()), extension: service.extension, mappings, scripts }
}

/**
 * @param {{ text: string, generated: string, mappings: Mapping[], scripts: { from: number, to: number }[] }} translation
 * @returns {Pick<Screen, 'typePlace' | 'scriptPlace'>}
 */
function placesOf({ text, generated, mappings, scripts }) {
  const map = new SourceMap(mappings)
  return {
    typePlace(place, code) {
      const offsets = map.toSourceLocation(offsetAt(generated, place), (features) =>
        shouldReportDiagnostics(features, 'ts', code),
      )
      const [found] = Array.from(offsets, ([offset]) => offset)
      return found === undefined ? undefined : placeAt(text, found)
    },
    scriptPlace(byte) {
      const start = Buffer.from(generated).subarray(0, byte).toString().length
      const found = Array.from(map.toSourceLocation(start), ([offset]) => offset).find((offset) =>
        scripts.some(({ from, to }) => offset >= from && offset < to),
      )
      return found === undefined ? undefined : placeAt(text, found)
    },
  }
}

/** @param {string} ui the way from the configuration to the folder of the screens */
function configOver(ui) {
  return {
    extends: `${ui}/tsconfig.json`,
    // The kit's types of a component lie in files that the native compiler reads only when it is told so.
    compilerOptions: { rootDirs: [ui, '.'], allowArbitraryExtensions: true },
    include: [`${ui}/src/**/*.ts`, `${ui}/src/**/*.json`, `${ui}/*.config.ts`, 'src/**/*.ts', 'src/**/*.tsx'],
    exclude: [],
  }
}

/** Two checks at a time in one checkout do not disturb each other. @param {string} file @param {string} text */
export function writeIfChanged(file, text) {
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}

/** A component that is gone would be checked for ever. @param {string} outDir @param {Set<string>} wanted */
function removeOthers(outDir, wanted) {
  for (const file of ts.sys.readDirectory(join(outDir, 'src'))) if (!wanted.has(file)) rmSync(file, { force: true })
}

/** @param {string} text @param {Place} place */
function offsetAt(text, { line, column }) {
  let start = 0
  for (let at = 1; at < line; at += 1) start = text.indexOf('\n', start) + 1
  return start + column - 1
}

/** @param {string} text @param {number} offset @returns {Place} */
function placeAt(text, offset) {
  const lines = text.slice(0, offset).split('\n')
  return { line: lines.length, column: (lines.at(-1) ?? '').length + 1 }
}
