import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [
    {
      name: 'svg-as-text',
      transform(code: string, id: string) {
        return id.endsWith('.svg')
          ? `export default ${JSON.stringify('<svg/>')};`
          : null;
      }
    }
  ],
  test: {
    environment: 'jsdom',
    // one window for all: making it and loading JupyterLab anew for each file takes longer than the tests
    isolate: false,
    restoreMocks: true,
    include: ['labextension/src/**/__tests__/*.spec.{ts,tsx}'],
    setupFiles: ['labextension/vitest.setup.ts']
  }
});
