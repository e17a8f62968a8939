import js from '@eslint/js';
import jupyter from '@jupyter/eslint-plugin';
import a11y from 'eslint-plugin-jsx-a11y';
import hooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  {
    ignores: [
      'labextension/lib/**',
      'labextension/src/rest.ts',
      'labextension/types.mjs'
    ]
  },
  js.configs.recommended,
  ...tseslint.configs.recommended,
  { plugins: { jupyter } },
  ...jupyter.configs.recommended,
  a11y.flatConfigs.recommended,
  {
    files: ['labextension/src/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': hooks },
    rules: {
      ...hooks.configs.recommended.rules,
      // what scrolls must be within the keyboard's reach; it says what it is by a role and a label
      'jsx-a11y/no-noninteractive-tabindex': [
        'error',
        { roles: ['group', 'region', 'tabpanel'], tags: [] }
      ],
      // the sidebar panel, its commands, what cells show and the service are there from the start; all else is loaded when first opened
      'jupyter/prefer-lazy-imports': [
        'warn',
        {
          ignoreImports: [
            '../cells/*',
            '../commands',
            '../models/*',
            '../panels/*',
            '../service'
          ]
        }
      ]
    }
  },
  {
    files: ['labextension/src/**/__tests__/**'],
    rules: { 'jupyter/no-untranslated-string': 'off' }
  },
  {
    files: ['labextension/ui-tests/**/*.ts'],
    rules: {
      // plain Playwright: the helpers of Galata that these rules advise are not there
      'jupyter/galata-prefer-context-menu-helper': 'off',
      'jupyter/galata-prefer-filebrowser-helper': 'off',
      'jupyter/galata-prefer-menu-helper': 'off',
      'jupyter/galata-prefer-notebook-cell-helper': 'off',
      'jupyter/galata-prefer-sidebar-activity-helper': 'off'
    }
  },
  {
    files: ['labextension/**/*.{ts,tsx}'],
    rules: {
      '@typescript-eslint/no-namespace': 'off',
      '@typescript-eslint/no-empty-function': 'off',
      'no-restricted-properties': [
        'error',
        {
          property: 'innerHTML',
          message: 'Text goes in by React or textContent.'
        }
      ],
      'no-console': 'error',
      curly: ['error', 'all'],
      eqeqeq: 'error'
    }
  }
);
