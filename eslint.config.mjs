import js from '@eslint/js';
import jupyter from '@jupyter/eslint-plugin';
import a11y from 'eslint-plugin-jsx-a11y';
import hooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['labextension/lib/**', 'labextension/src/rest.ts', 'labextension/types.mjs'] },
  js.configs.recommended,
  ...tseslint.configs.recommended,
  jupyter.configs?.recommended ?? {},
  a11y.flatConfigs.recommended,
  {
    files: ['labextension/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': hooks },
    rules: {
      ...hooks.configs.recommended.rules,
      '@typescript-eslint/no-namespace': 'off',
      '@typescript-eslint/no-empty-function': 'off',
      'no-restricted-properties': [
        'error',
        { property: 'innerHTML', message: 'Text goes in by React or textContent.' }
      ],
      'no-console': 'error',
      curly: ['error', 'all'],
      eqeqeq: 'error'
    }
  }
);
