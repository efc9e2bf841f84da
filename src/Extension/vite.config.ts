import { readdirSync, readFileSync } from 'node:fs';
import { defineConfig, type Plugin } from 'vite';
import { manifest } from './manifest.ts';

const at = (path: string) => new URL(path, import.meta.url);

/** The manifest and the icons beside the pages. RTC_EXTENSION_SERVER is the server of the company that the package is made for. */
function rest(): Plugin {
  return {
    name: 'manifest',
    generateBundle() {
      const { version } = JSON.parse(readFileSync(at('package.json'), 'utf8')) as { version: string };
      const source = JSON.stringify(manifest(version, process.env.RTC_EXTENSION_SERVER ?? ''), null, 2);
      this.emitFile({ type: 'asset', fileName: 'manifest.json', source: `${source}\n` });
      for (const file of readdirSync(at('icons')))
        this.emitFile({ type: 'asset', fileName: `icons/${file}`, source: readFileSync(at(`icons/${file}`)) });
      for (const language of ['en', 'es']) {
        const messages = readFileSync(at(`locales/${language}.json`), 'utf8');
        this.emitFile({ type: 'asset', fileName: `_locales/${language}/messages.json`, source: messages });
      }
      this.emitFile({ type: 'asset', fileName: 'content.css', source: readFileSync(at('content/content.css'), 'utf8') });
    },
  };
}

/** Pages and worker of the extension; what runs in other pages has a build of its own: vite.content.config.ts. */
export default defineConfig({
  base: './',
  publicDir: false,
  plugins: [rest()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'chrome120',
    modulePreload: false,
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: {
        panel: 'panel.html',
        options: 'options.html',
        permission: 'permission.html',
        offscreen: 'offscreen.html',
        worker: 'worker/main.ts',
      },
      output: {
        entryFileNames: chunk => (chunk.name === 'worker' ? 'worker.js' : 'assets/[name].js'),
        chunkFileNames: 'assets/[name].js',
        assetFileNames: 'assets/[name][extname]',
      },
    },
  },
});
