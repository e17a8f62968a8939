import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [
    {
      name: 'svg-as-text',
      transform(code: string, id: string) {
        return id.endsWith('.svg') ? `export default ${JSON.stringify('<svg/>')};` : null;
      }
    }
  ],
  test: {
    environment: 'jsdom',
    include: ['labextension/src/**/__tests__/*.spec.{ts,tsx}'],
    setupFiles: ['labextension/vitest.setup.ts']
  }
});
