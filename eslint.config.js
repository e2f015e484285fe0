import js from '@eslint/js'
import prettier from 'eslint-config-prettier'
import vue from 'eslint-plugin-vue'
import globals from 'globals'
import ts from 'typescript-eslint'
import vueParser from 'vue-eslint-parser'

/** What a pure rule may not ask: the time and chance come in as arguments (DESIGN: decide, then do). */
const impure = [
  { object: 'Date', property: 'now', message: 'Time comes in as an argument.' },
  { object: 'Math', property: 'random', message: 'Chance comes in as an argument.' },
  { object: 'performance', property: 'now', message: 'Time comes in as an argument.' },
]

/** Factories return closures, so that a method may be passed on by itself; `this` would break that. */
const noThis = { selector: 'ThisExpression', message: 'Factories return closures: name what you mean instead of this.' }

const processEnvironment = {
  object: 'process',
  property: 'env',
  message: 'The environment is read once, in config.ts.',
}

export default ts.config(
  { ignores: ['**/dist/**', '**/node_modules/**', '.run/**', 'docs/**'] },
  js.configs.recommended,
  {
    files: ['**/*.ts', '**/*.vue'],
    extends: [ts.configs.recommended],
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      'max-params': ['error', 3],
      'no-empty': ['error', { allowEmptyCatch: false }],
      'no-console': 'error',
    },
  },
  {
    files: ['backend/domain/src/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-properties': ['error', ...impure],
      'no-restricted-syntax': [
        'error',
        noThis,
        { selector: 'NewExpression[callee.name="Date"][arguments.length=0]', message: 'Time comes in as an argument.' },
      ],
    },
  },
  {
    files: ['backend/{src,runtime}/**/*.ts', 'dialer/src/**/*.ts', 'db/src/**/*.ts'],
    ignores: [
      '**/config.ts',
      '**/*.test.ts',
      '**/testing.ts',
      '**/testing/**',
      'db/src/{migrate,seed}.ts',
      'backend/src/create-admin/main.ts',
      // The one class of the house.
      'backend/runtime/src/errors/index.ts',
    ],
    rules: { 'no-restricted-properties': ['error', processEnvironment], 'no-restricted-syntax': ['error', noThis] },
  },
  {
    files: ['**/*.test.ts', '**/testing/**', '**/testing.ts', '**/*conformance.ts'],
    rules: {
      'max-lines-per-function': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  // Elsewhere there are no components to look for, and each rule would.
  ...vue.configs['flat/recommended'].map((block) => ({ files: ['agent-ui/**/*.{ts,vue}'], ...block })),
  // No rule here asks the compiler: oxlint keeps those (.oxlintrc.json), with the native compiler, which takes seconds
  // for what takes minutes here. In components bin/check-screens.mjs lets it see the script.
  {
    files: ['**/*.vue'],
    languageOptions: { parser: vueParser, globals: globals.browser, parserOptions: { parser: ts.parser } },
    rules: { 'vue/no-v-html': 'error', 'vue/component-api-style': ['error', ['script-setup']] },
  },
  { files: ['agent-ui/**/*.ts'], languageOptions: { globals: globals.browser } },
  { files: ['**/*.mjs', '**/*.js', '**/*.cjs'], languageOptions: { globals: globals.node } },
  prettier,
)
