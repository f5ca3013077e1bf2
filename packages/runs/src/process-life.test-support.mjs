/** What a process finds of itself, in whatever namespaces it is started: prints one line of JSON. From source. */
import { fileURLToPath } from 'node:url'
import { createViteServer } from 'vitest/node'

const server = await createViteServer({
  ...{ configFile: false, root: fileURLToPath(new URL('..', import.meta.url)), logLevel: 'error', appType: 'custom' },
  server: { middlewareMode: true, ws: false, hmr: false, watch: null },
  optimizeDeps: { noDiscovery: true },
})
const { isProcessAlive, processSpace, processStart } = await server.ssrLoadModule('/src/process-life.ts')
const start = await processStart(process.pid)
const facts = { space: await processSpace(), start, lives: await isProcessAlive(process.pid, start) }
console.log(JSON.stringify({ ...facts, livesByNumber: await isProcessAlive(process.pid, undefined) }))
await server.close()
