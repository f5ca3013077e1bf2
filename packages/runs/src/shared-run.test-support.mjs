/**
 * Does a run of `shared-run.test-support.ts` in a process of its own, from source: the run is the argument, as JSON. Writes a
 * line of JSON to stdout for every event that tests look at, and at the end the numbers.
 */
import { fileURLToPath } from 'node:url'
import { createViteServer } from 'vitest/node'

const conditions = ['@digon/source', 'node', 'import', 'module', 'default']
const server = await createViteServer({
  configFile: false,
  root: fileURLToPath(new URL('..', import.meta.url)),
  logLevel: 'error',
  appType: 'custom',
  server: { middlewareMode: true, ws: false, hmr: false, watch: null },
  optimizeDeps: { noDiscovery: true },
  ssr: { resolve: { conditions, externalConditions: conditions } },
})
const { runShared } = await server.ssrLoadModule('/src/shared-run.test-support.ts')
const say = (line) => process.stdout.write(`${JSON.stringify(line)}\n`)
const run = await runShared(JSON.parse(process.argv[2]), {
  onEvent({ type, step }, { task }) {
    if (type !== 'progress' && type !== 'losses' && type !== 'evaluation') say({ type, step, task: task.name })
  },
})
say({ type: 'end', numbers: run.experiments[0].numbers })
await server.close()
process.exit()
