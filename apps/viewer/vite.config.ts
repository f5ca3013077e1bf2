import { defineConfig, type UserConfig } from 'vite'

/** JSX by the compiler; workspace packages from source; a worker of modules. */
export const viewerConfig: UserConfig = {
  base: './',
  resolve: { conditions: ['@digon/source', 'module', 'browser', 'import', 'default'] },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  worker: { format: 'es' },
  build: { target: 'es2022', chunkSizeWarningLimit: 2000 },
}

export default defineConfig(viewerConfig)
