/** The live picture as one file that a page loads by its address: a classic script, as modules need a server. */
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

const here = dirname(fileURLToPath(import.meta.url))

/** @param {string} folder in which `live-training.js` is put. @returns {Promise<void>} */
export async function buildLiveTraining(folder) {
  await build({
    configFile: false,
    logLevel: 'error',
    root: here,
    resolve: { conditions: ['@digon/source'] },
    build: {
      outDir: folder,
      emptyOutDir: false,
      lib: {
        entry: join(here, 'live-training.ts'),
        formats: ['iife'],
        name: 'digon',
        fileName: () => 'live-training.js',
      },
    },
  })
}
