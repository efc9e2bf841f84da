import { readFileSync } from 'node:fs';
import { defineConfig, type Plugin } from 'vite';

const exampleFiles = ['index.html', 'example.js', 'example.css'];

/** Puts the example page beside the library just as it stands: it shows what a site's own developer writes, without a bundler. */
function example(): Plugin {
  return {
    name: 'example-page',
    generateBundle() {
      for (const file of exampleFiles) {
        const source = readFileSync(new URL(`example/${file}`, import.meta.url), 'utf8');
        this.emitFile({ type: 'asset', fileName: `example/${file}`, source });
      }
    },
  };
}

/** The phone library as one ES module, `/phone/rtc-phone.js`, and the example page that uses it. */
export default defineConfig({
  publicDir: false,
  plugins: [example()],
  build: {
    outDir: 'dist',
    emptyOutDir: false,
    target: 'es2022',
    lib: { entry: 'phone/index.ts', formats: ['es'], fileName: () => 'phone/rtc-phone.js' },
  },
});
