/** The command line in a process of its own, from source: as `bin/digon.js`, which needs a build. */
import { fileURLToPath } from 'node:url'
import { createViteServer } from 'vitest/node'

const conditions = ['@digon/source', 'node', 'import', 'module', 'default']
const server = await createViteServer({
  configFile: false,
  root: fileURLToPath(new URL('..', import.meta.url)),
  logLevel: 'silent',
  appType: 'custom',
  server: { middlewareMode: true, ws: false, hmr: false, watch: null },
  optimizeDeps: { noDiscovery: true },
  ssr: { resolve: { conditions, externalConditions: conditions } },
})
const { main } = await server.ssrLoadModule('/src/main.ts')
process.exitCode = await main(process.argv.slice(2))
await server.close()
