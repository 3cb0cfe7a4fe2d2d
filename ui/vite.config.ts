import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

// `--mode mock` swaps the host for the invented core of the tests; the program
// that is shipped never contains it.
export default defineConfig(({ mode }) => {
  const mock = mode === 'mock' || mode === 'test';
  return {
    plugins: [svelte()],
    resolve: {
      alias: { '#host': here(mock ? './tests/mock/host.ts' : './src/ipc/tauri.ts') },
      conditions: mode === 'test' ? ['browser'] : undefined,
    },
    clearScreen: false,
    build: {
      outDir: mode === 'mock' ? 'dist-mock' : 'dist',
      emptyOutDir: true,
      target: 'es2022',
      // The content security policy allows no data: fonts and no inline code.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      reportCompressedSize: true,
      chunkSizeWarningLimit: 700,
    },
    server: { host: '127.0.0.1', port: 5183, strictPort: false },
    preview: { host: '127.0.0.1' },
    test: { include: ['tests/unit/**/*.test.ts'], environment: 'node' },
  };
});
