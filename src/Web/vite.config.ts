import { defineConfig } from 'vite';

/** The web app, served at `/`. The phone library and the example page have a build of their own: vite.phone.config.ts. */
export default defineConfig({
  base: '/',
  publicDir: 'public',
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    // A policy without data: URLs for scripts and fonts, and files that are cached by their hash.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: {
    proxy: {
      '/api': 'http://127.0.0.1:8080',
      '/hub': { target: 'http://127.0.0.1:8080', ws: true },
    },
  },
});
