import { defineConfig } from 'vite';

/** The script that runs in pages of others: it cannot be a module, and is whole in itself. */
export default defineConfig({
  publicDir: false,
  build: {
    outDir: 'dist',
    emptyOutDir: false,
    target: 'chrome120',
    rolldownOptions: { input: { content: 'content/main.ts' }, output: { format: 'iife', entryFileNames: '[name].js' } },
  },
});
