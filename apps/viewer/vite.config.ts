import { defineConfig, type UserConfig } from 'vite'
import { sitePlugin } from './site/site-plugin.js'

/**
 * JSX by the compiler; workspace packages from source; a worker of modules. Dependencies are named, so that a server does not
 * find one only while a page runs, which it would then load anew.
 */
export const viewerConfig: UserConfig = {
  base: './',
  resolve: { conditions: ['@digon/source', 'module', 'browser', 'import', 'default'] },
  ssr: { resolve: { conditions: ['@digon/source', 'node', 'module', 'import', 'default'] } },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  worker: { format: 'es' },
  optimizeDeps: {
    include: [
      '@digon/backend-tfjs > @tensorflow/tfjs-core',
      '@digon/backend-tfjs > @tensorflow/tfjs-backend-cpu',
      '@digon/backend-tfjs > @tensorflow/tfjs-backend-wasm',
      '@digon/formats > zod',
      '@preact/signals',
      'comlink',
      'preact',
      'preact/hooks',
      'preact/jsx-runtime',
      'preact/jsx-dev-runtime',
      'zod/v4/core',
    ],
  },
  build: {
    target: 'es2022',
    // The oldest browsers that know `light-dark`, which the theme is written with.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 2000,
  },
}

export default defineConfig({ ...viewerConfig, plugins: [sitePlugin(viewerConfig)] })
