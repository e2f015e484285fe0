import js from '@eslint/js'
import prettier from 'eslint-config-prettier'
import vue from 'eslint-plugin-vue'
import globals from 'globals'
import ts from 'typescript-eslint'
import vueParser from 'vue-eslint-parser'

/** Where the rules of Vue have something to say beside components; tests make none. */
const composables = ['agent-ui/src/**/!(*.test).ts']

/** The rules of Vue ask nothing of the names that TypeScript's libraries bring, nor of what its comments say. */
const syntaxOnly = { lib: [], jsDocParsingMode: 'none' }

// Only what oxlint cannot read or does not know: components, and programs without types. TypeScript, and the scripts of
// components as TypeScript (bin/check-screens.mjs), are oxlint's (.oxlintrc.json), which takes seconds for what takes a
// minute here.
export default [
  { ignores: ['**/dist/**', '**/node_modules/**', '.run/**', 'docs/**'] },
  {
    files: ['**/*.mjs', '**/*.js', '**/*.cjs'],
    languageOptions: { globals: globals.node },
    rules: js.configs.recommended.rules,
  },
  // Elsewhere there are no components to look for, and each rule would.
  ...vue.configs['flat/recommended'].map((block) => ({ files: [...composables, '**/*.vue'], ...block })),
  {
    files: composables,
    languageOptions: { parser: ts.parser, parserOptions: syntaxOnly },
  },
  {
    files: ['**/*.vue'],
    languageOptions: { parser: vueParser, parserOptions: { parser: ts.parser, ...syntaxOnly } },
    rules: { 'vue/no-v-html': 'error', 'vue/component-api-style': ['error', ['script-setup']] },
  },
  prettier,
]
