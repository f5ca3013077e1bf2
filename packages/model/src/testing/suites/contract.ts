/** What a backend says about itself before any work: probe, supports, and refusing to open what it does not support. */
import { defineEnsemble } from '../../define-ensemble.js'
import type { Ensemble } from '../../ensemble.js'
import { assert, assertRejects } from '../compare.js'
import type { Suite } from '../suite.js'
import { introEnsemble } from './training.js'

export function contractSuite(suite: Suite): void {
  const { backend } = suite

  suite.describe('what it says about itself', () => {
    suite.test('its name is lower case letters, digits and hyphens', async () => {
      assert(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(backend.name), `name: "${backend.name}"; expected, say, tfjs-wasm`)
    })

    suite.test('its arithmetic is named in lower case letters, digits and hyphens', async () => {
      const { arithmetic } = backend
      assert(
        /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(arithmetic),
        `arithmetic: "${arithmetic}"; expected, say, float64 or float32-relaxed`,
      )
    })

    suite.test('probe says what is available, the same twice', async () => {
      const probe = await backend.probe()
      if (!probe.available)
        throw new Error(`the backend is not available here, so nothing can be tested: ${probe.reason}`)
      const { description, kind, limits } = probe.device
      assert(description.trim() !== '', 'device.description is empty')
      assert(['cpu', 'gpu', 'software'].includes(kind), `device.kind: ${kind}; expected cpu, gpu or software`)
      for (const [name, limit] of Object.entries(limits)) {
        assert(typeof limit === 'number' && limit > 0, `device.limits.${name}: ${limit}; expected a number > 0`)
      }
      const again = await backend.probe()
      assert(JSON.stringify(again) === JSON.stringify(probe), 'probe: a second answer differs from the first')
    })

    suite.test('supports answers before any work, the same twice', async () => {
      const first = backend.supports(introEnsemble())
      assert(typeof first.supported === 'boolean', 'supports gave no answer; a promise is none')
      assert(JSON.stringify(backend.supports(introEnsemble())) === JSON.stringify(first), 'supports: answers differ')
    })

    suite.test('a custom model that nobody defined is refused with a reason, by supports and by open', async () => {
      const ensemble = unknownModel()
      const support = backend.supports(ensemble)
      assert(!support.supported, 'supports says yes to a custom model without a forward function')
      assert(support.reason.trim() !== '', 'supports says no without a reason')
      await assertRejects(
        backend.open(ensemble),
        'UnsupportedEnsembleError',
        'open of a custom model that nobody defined',
      )
    })
  })
}

function unknownModel(): Ensemble {
  return defineEnsemble({
    model: { kind: 'custom', name: 'conformance-suite-unknown', featureCount: 3, parameters: { matrix: [3, 3] } },
    batchSize: 4,
    members: { seed: 1, data: { probability: 0.5 }, initialization: { kind: 'normal', deviation: 0.1 } },
  })
}
