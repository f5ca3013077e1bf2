import { wasm } from '@digon/backend-wasm'
import { expect, test } from 'vitest'
import type { MapFrame } from '../../phase-map/map-frame.js'
import { trainMap } from '../../phase-map/train-map.js'
import { weightsOf } from '../../training/frame.js'
import { Laboratory } from '../../training/laboratory.js'
import { demonstrationSettings, demonstrationSteps } from './demonstration.js'
import { recordedMap, recordedProbability, recordedSeed, recordedSize } from './recorded-picture.js'

const backend = wasm({ threads: 1 })
const clock = { now: () => 0, wait: async () => undefined, rest: async () => undefined }

const digits = (values: Float32Array) =>
  Array.from(values, (value) => Math.round(Math.min(1, Math.max(0, value)) * 10).toString(11)).join('')

// `npx vitest run -u recorded` records anew.
test('what the front page shows before any program runs is what its program trains', { timeout: 120_000 }, async () => {
  let map: MapFrame = recordedMap
  const options = { size: recordedSize, seed: recordedSeed, frameEveryMilliseconds: 1e9, isStopped: () => false }
  await trainMap(backend, options, clock, (frame) => {
    map = frame
  })
  const settings = demonstrationSettings(recordedProbability)
  const laboratory = await Laboratory.open({ backend, fallback: backend, clock }, settings, [])
  const frame = await laboratory.step(demonstrationSteps)
  const best = frame.losses.indexOf(Math.min(...frame.losses))
  const weights = Array.from(weightsOf(frame, best).values, (value) => Number(value.toFixed(4)))
  const text = `/** The map of the first seed and the best of four models, trained as the front page trains them; written by \`recorded.test.ts\`. */
export const recorded = {
  /** \`[cell]\`: norm of the extra feature in tenths, one digit in base 11 each. */
  mapNorms:
    '${digits(map.norm)}',
  /** \`[cell]\`: superposition of the extra feature, as above. */
  mapSuperpositions:
    '${digits(map.superposition)}',
  /** \`[feature, hidden]\` */
  weights: [${weights.join(', ')}],
} as const
`
  await expect(text).toMatchFileSnapshot('./recorded.ts')
})
