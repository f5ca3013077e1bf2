/** The conformance suite, on the routes that the cost model chooses and on every route by itself. */
import { testBackend } from '@digon/model/testing'
import { describe, test } from 'vitest'
import { canTake, chooseRoute, type Route, route } from './route.js'
import { wasm, wasmBackend } from './wasm.js'

const promises = { test, deterministic: true, exactMembers: true }

testBackend(wasm(), { describe, ...promises })

const forced: Readonly<Record<string, Route>> = {
  rows: { route: route.rows, denseInputs: false, gram: false, tiledShare: 1 },
  'rows by the Gram matrix': { route: route.rows, denseInputs: false, gram: true, tiledShare: 1 },
  lanes: { route: route.lanes, denseInputs: false, gram: false, tiledShare: 1 },
  'tiles with entries, following live outputs': { route: route.tiles, denseInputs: false, gram: false, tiledShare: 2 },
  'tiles with entries, tiled back': { route: route.tiles, denseInputs: false, gram: false, tiledShare: 0 },
  'tiles with panels, following live outputs': { route: route.tiles, denseInputs: true, gram: false, tiledShare: 2 },
  'tiles with panels, tiled back': { route: route.tiles, denseInputs: true, gram: false, tiledShare: 0 },
}

for (const [name, wanted] of Object.entries(forced)) {
  const backend = wasmBackend({
    precision: 'deterministic',
    chooseRoute: (model, member, batchSize) =>
      canTake(model, wanted) ? wanted : chooseRoute(model, member, batchSize),
  })
  describe(`by ${name}`, () => testBackend(backend, { describe, ...promises }))
}
