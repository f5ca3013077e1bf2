import { defineConfig, type UserConfig } from 'vite'

/**
 * JSX by the compiler; workspace packages from source; a worker of modules. Dependencies are named, so that a server does not
 * find one only while a page runs, which it would then load anew.
 */
export const viewerConfig: UserConfig = {
  base: './',
  resolve: { conditions: ['@digon/source', 'module', 'browser', 'import', 'default'] },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  worker: { format: 'es' },
  optimizeDeps: {
    include: [
      '@digon/backend-tfjs > @tensorflow/tfjs-core',
      '@digon/backend-tfjs > @tensorflow/tfjs-backend-cpu',
      '@digon/backend-tfjs > @tensorflow/tfjs-backend-wasm',
      '@digon/model > zod',
      '@preact/signals',
      'comlink',
      'preact',
      'preact/jsx-runtime',
      'preact/jsx-dev-runtime',
    ],
  },
  build: { target: 'es2022', chunkSizeWarningLimit: 2000 },
}

export default defineConfig(viewerConfig)
