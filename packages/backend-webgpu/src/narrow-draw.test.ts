/** The samples that narrow models draw, bit for bit, on emulated devices and as on all others. */
import { compileLaw, hasPlan, sampleBatch, toDense } from '@digon/data'
import { defineEnsemble, type Ensemble } from '@digon/model'
import type { AutoencoderEnsemble } from '@digon/model/engine'
import fc from 'fast-check'
import { expect } from 'vitest'
import { testOnAdapter } from './adapter.test-support.js'
import type { ComputeDevice } from './compute-device.js'
import { drawKindsOf } from './draw-kind.js'
import { bindingTable, reads, writes } from './layout/bindings.js'
import { recordOf, Tables } from './layout/member-tables.js'
import { planOffsets, planWords } from './layout/plan-words.js'
import { memberRecord, records } from './layout/records.js'
import { startDevice } from './realm.js'
import { drawCodeOf } from './shader-source.js'
import { forEach } from './shaders/for-each.js'
import { philox } from './shaders/philox.js'

const sampleCount = 64
const step = 2 ** 31 + 5

const bindings = bindingTable({ members: reads('Member'), tables: reads('u32'), inputs: writes('f32') })

function drawSamples(ensemble: AutoencoderEnsemble, kind: 'dense' | 'band', emulated: boolean): string {
  const { featureCount } = ensemble.model
  const { prepare, draw } = drawCodeOf(ensemble, kind)
  return /* wgsl */ `
const featureCount = ${featureCount}u;
${records}${planOffsets}
${philox({ form: 'unrolled', emulated })}
${bindings.declarations}
@compute @workgroup_size(${sampleCount})
fn drawAll(@builtin(workgroup_id) workgroup: vec3<u32>, @builtin(local_invocation_index) sample: u32) {
  let member = workgroup.x;
  let step = ${step}u;
  let seed = members[member].seed;
  let valueScale = bitcast<f32>(tables[members[member].plan + planValueScale]);
  let valueOffset = bitcast<f32>(tables[members[member].plan + planValueOffset]);
  ${prepare}
  ${draw}
  let start = (member * ${sampleCount}u + sample) * featureCount;
  ${forEach(featureCount, (feature) => `inputs[start + ${feature}u] = input${feature};`)}
}
`
}

async function drawn(device: ComputeDevice, ensemble: Ensemble, kind: 'dense' | 'band', emulated: boolean) {
  const { model, members } = ensemble as AutoencoderEnsemble
  const tables = new Tables()
  const memberRecords = members.map((member) => {
    if (member.data.kind === 'batches' || !hasPlan(member.data)) throw new Error('expected a law with a plan')
    const plan = tables.place(planWords(compileLaw(member.data, model.featureCount)))
    const source = { plan, batches: 0, batchCount: 0, sampleCount }
    return recordOf(member, { source, slopes: 0, frozen: 0, lossSamples: 1, coupledDecay: 0 })
  })
  const byteLength = 4 * members.length * sampleCount * model.featureCount
  const filled = (words: Uint32Array<ArrayBuffer>): GPUBuffer => {
    const buffer = device.createBuffer(words.byteLength)
    device.upload(buffer, words)
    return buffer
  }
  const buffers = {
    members: filled(memberRecord.write(memberRecords)),
    tables: filled(tables.words()),
    inputs: device.createBuffer(byteLength),
  }
  const source = drawSamples(ensemble as AutoencoderEnsemble, kind, emulated)
  const pipeline = await device.pipeline({ source, entryPoint: 'drawAll', bindings })
  const group = device.bindGroup(pipeline, buffers)
  device.submit((pass) => device.dispatch(pass, pipeline, group, [members.length]))
  const [bytes] = await device.read([{ buffer: buffers.inputs, byteLength }])
  for (const buffer of Object.values(buffers)) device.destroyBuffer(buffer)
  return new Uint32Array(bytes!)
}

const values = fc.constantFrom(
  { kind: 'unit' as const },
  { kind: 'signed' as const },
  { kind: 'constant' as const, value: 0.3 },
)
const probability = {
  dense: fc.oneof(fc.double({ min: 0.125, max: 1, noNaN: true }), fc.constantFrom(0.125, 1, 1 - 2 ** -33)),
  band: fc.oneof(fc.double({ min: 2 ** -32, max: 0.1249, noNaN: true }), fc.constantFrom(2 ** -32, 0.12, 0.1249)),
}

testOnAdapter.each(
  (['dense', 'band'] as const).flatMap((kind) => [1, 3, 8, 32].map((featureCount) => [kind, featureCount] as const)),
)('samples of 40 %s laws of %i features have the bits of @digon/data', async (kind, featureCount) => {
  const started = await startDevice()
  if ('reason' in started) throw new Error(started.reason)
  const law = fc.record({
    seed: fc.maxSafeInteger().map(Math.abs),
    data: fc.record({ kind: fc.constant('independent' as const), probability: probability[kind], values }),
  })
  const ensemble = defineEnsemble({
    model: { featureCount, hiddenSize: 1 },
    members: fc.sample(law, { seed: featureCount, numRuns: 40 }),
  })
  expect(new Set(drawKindsOf(ensemble as AutoencoderEnsemble).kinds)).toEqual(new Set([kind]))
  for (const emulated of featureCount === 8 ? [true, false] : [started.device.emulated]) {
    const found = await drawn(started.device, ensemble, kind, emulated)
    const perMember = sampleCount * featureCount
    for (const [member, { data, seed }] of ensemble.members.entries()) {
      if (data.kind === 'batches') throw new Error('expected a law')
      const expected = toDense(sampleBatch(data, { featureCount, seed, step, sampleCount }))
      const own = found.subarray(member * perMember, (member + 1) * perMember)
      expect(own, `${JSON.stringify(data)}, seed ${seed}`).toEqual(new Uint32Array(expected.buffer))
    }
  }
})
