/** The shader's sampler gives the very bits of @digon/data: random laws, seeds and steps. */
import { compileLaw, sampleBatch, toDense, type ValueLaw } from '@digon/data'
import { anySeed, anyWord, type SizedLaw, sizedLaw } from '@digon/data/test-support'
import { defineEnsemble, type Member } from '@digon/model'
import fc from 'fast-check'
import { expect } from 'vitest'
import { testOnAdapter } from './adapter.test-support.js'
import type { ComputeDevice } from './compute-device.js'
import { bindingTable, reads, writes } from './layout/bindings.js'
import { recordOf, Tables } from './layout/member-tables.js'
import { planOffsets, planWords } from './layout/plan-words.js'
import { memberRecord, records } from './layout/records.js'
import { startDevice } from './realm.js'
import { philox } from './shaders/philox.js'
import { sampler } from './shaders/sampler.js'
import { wordStream } from './shaders/word-stream.js'

/** Features of a row of the shader's output. */
const mostFeatures = 80
const sampleCount = 40

const bindings = bindingTable({
  members: reads('Member'),
  tables: reads('u32'),
  steps: reads('u32'),
  rows: writes('f32'),
})

/** Writes the samples of every member as `[member, sample, feature]`. */
const drawSamples = /* wgsl */ `${bindings.declarations}
const markWords = 3u;
var<private> row: u32;

fn emit(feature: u32, value: f32) {
  rows[row + feature] = value;
}

@compute @workgroup_size(${sampleCount})
fn draw(@builtin(workgroup_id) workgroup: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
  let member = members[workgroup.x];
  row = (workgroup.x * ${sampleCount}u + lane) * ${mostFeatures}u;
  drawSample(member.plan, member.seed, steps[workgroup.x], lane);
}
`

interface Draw extends SizedLaw {
  readonly seed: number
  readonly step: number
}

const draws: fc.Arbitrary<readonly Draw[]> = fc.array(
  fc
    .record({
      sized: sizedLaw.filter(({ law }) => isNormal(law.values)),
      seed: anySeed,
      step: anyWord,
    })
    .map(({ sized, seed, step }) => ({ ...sized, seed, step })),
  { minLength: 600, maxLength: 600 },
)

/** Whether the values are normal numbers in float32: a GPU may take smaller ones for 0. */
function isNormal(values: ValueLaw | undefined): boolean {
  return values?.kind !== 'constant' || values.value === 0 || Math.abs(values.value) >= 2 ** -126
}

/** All samples of these laws, drawn in one dispatch. */
async function drawn(device: ComputeDevice, wanted: readonly Draw[]): Promise<Float32Array> {
  const tables = new Tables()
  const memberRecords = wanted.map(({ law, featureCount, seed }) => {
    const plan = tables.place(planWords(compileLaw(law, featureCount)))
    const source = { plan, batches: 0, batchCount: 0, sampleCount }
    const ensemble = defineEnsemble({ model: { featureCount, hiddenSize: 1 }, members: { seed, data: law } })
    const options = { source, slopes: 0, frozen: 0, lossSamples: 1, coupledDecay: 0 }
    return recordOf(ensemble.members[0] as Member, options)
  })
  const filled = (words: Uint32Array<ArrayBuffer>): GPUBuffer => {
    const buffer = device.createBuffer(words.byteLength)
    device.upload(buffer, words)
    return buffer
  }
  const byteLength = 4 * wanted.length * sampleCount * mostFeatures
  const buffers = {
    members: filled(memberRecord.write(memberRecords)),
    tables: filled(tables.words()),
    steps: filled(Uint32Array.from(wanted, ({ step }) => step)),
    rows: device.createBuffer(byteLength),
  }
  const parts = [records, planOffsets, philox({ form: 'loop', emulated: device.emulated }), wordStream, sampler(true)]
  const pipeline = await device.pipeline({ source: parts.join('') + drawSamples, entryPoint: 'draw', bindings })
  const group = device.bindGroup(pipeline, buffers)
  device.submit((pass) => device.dispatch(pass, pipeline, group, [wanted.length]))
  const [bytes] = await device.read([{ buffer: buffers.rows, byteLength }])
  for (const buffer of Object.values(buffers)) device.destroyBuffer(buffer)
  return new Float32Array(bytes!)
}

testOnAdapter('samples of 600 random laws have the bits of @digon/data', async () => {
  const started = await startDevice()
  if ('reason' in started) throw new Error(started.reason)
  const [wanted] = fc.sample(draws, { seed: 5, numRuns: 1 }) as [readonly Draw[]]
  const found = new Uint32Array((await drawn(started.device, wanted)).buffer)
  for (const [index, { law, featureCount, seed, step }] of wanted.entries()) {
    const batch = sampleBatch(law, { featureCount, seed, step, sampleCount })
    const expected = new Uint32Array(toDense(batch).buffer)
    for (let sample = 0; sample < sampleCount; sample++) {
      const start = (index * sampleCount + sample) * mostFeatures
      const own = found.subarray(start, start + featureCount)
      const right = expected.subarray(sample * featureCount, (sample + 1) * featureCount)
      expect(own, `${JSON.stringify(law)}, seed ${seed}, step ${step}, sample ${sample}`).toEqual(right)
    }
  }
})
