import js from '@eslint/js';
import globals from 'globals';
import svelte from 'eslint-plugin-svelte';
import ts from 'typescript-eslint';

// Rules that say why in their message, for the boundaries that imports alone cannot show.
const noClock = [
  {
    selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
    message: 'shared/ reads no clock: take the instant as an argument.',
  },
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: 'shared/ reads no clock: take the instant as an argument.',
  },
  {
    selector: "MemberExpression[object.name='Temporal'][property.name='Now']",
    message: 'shared/ reads no clock: take the instant as an argument.',
  },
];

const noEnvironment = {
  selector: "MemberExpression[object.name='process'][property.name='env']",
  message: 'Only collector/src/environment.ts reads process.env: take the setting as an argument.',
};

export default ts.config(
  { ignores: ['**/node_modules', '**/build', '**/.svelte-kit', '.data', 'test/vectors/cases'] },
  js.configs.recommended,
  ...ts.configs.strict,
  ...svelte.configs['flat/recommended'],
  {
    languageOptions: { globals: { ...globals.node } },
    rules: {
      'no-undef': 'off', // the type checker knows better
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      eqeqeq: 'error',
      'no-console': 'error',
      curly: ['error', 'multi-line'],
      complexity: ['error', 14],
      'max-lines': ['error', { max: 260, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ['shared/src/**/*.ts'],
    rules: { 'no-restricted-syntax': ['error', ...noClock, noEnvironment] },
  },
  {
    files: ['collector/**/*.ts'],
    ignores: ['collector/src/environment.ts', 'collector/bin/**'],
    rules: { 'no-restricted-syntax': ['error', noEnvironment] },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { globals: { ...globals.browser }, parserOptions: { parser: ts.parser } },
    rules: { 'svelte/no-navigation-without-resolve': 'off' },
  },
  {
    files: ['test/**', 'collector/bin/**'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['test/**'],
    rules: { 'max-lines': 'off', complexity: 'off' },
  },
);
