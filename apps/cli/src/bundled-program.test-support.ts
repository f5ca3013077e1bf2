import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

/** The command line as one program made from source, for tests that need processes of it: as fast to start as an installed one. */
export interface BundledProgram {
  /** To be run by Node. */
  readonly path: string
  readonly remove: () => Promise<void>
}

/** What sweeps, and reproductions without figures, never load, and what cannot be bundled. */
const external = [
  /^@tensorflow\//,
  /^@resvg\//,
  /^@jax-js\//,
  'webgpu',
  'playwright',
  'bullmq',
  'ioredis',
  'pg',
  /^node:/,
]

/** @param packages names of packages that are installed beside it; default none. */
export async function bundleProgram(packages: readonly string[] = []): Promise<BundledProgram> {
  const folder = await mkdtemp(join(tmpdir(), 'digon-program-'))
  const entry = join(folder, 'entry.mjs')
  const main = fileURLToPath(new URL('./main.ts', import.meta.url))
  await writeFile(
    entry,
    `import { main } from ${JSON.stringify(main)}\nprocess.exitCode = await main(process.argv.slice(2))\n`,
  )
  // Where the program looks for its own version.
  await writeFile(join(folder, 'package.json'), '{ "version": "0.0.0", "type": "module" }')
  await mkdir(join(folder, 'node_modules'))
  const installed = fileURLToPath(new URL('../node_modules', import.meta.url))
  for (const name of packages) await symlink(join(installed, name), join(folder, 'node_modules', name))
  const conditions = ['@digon/source', 'node', 'import', 'module', 'default']
  await build({
    configFile: false,
    logLevel: 'error',
    root: fileURLToPath(new URL('..', import.meta.url)),
    ssr: { noExternal: true, resolve: { conditions, externalConditions: conditions } },
    build: {
      ssr: entry,
      outDir: join(folder, 'dist'),
      minify: false,
      rollupOptions: { external, output: { entryFileNames: 'digon.js', chunkFileNames: '[name]-[hash].js' } },
    },
  })
  return { path: join(folder, 'dist', 'digon.js'), remove: () => rm(folder, { recursive: true, force: true }) }
}
