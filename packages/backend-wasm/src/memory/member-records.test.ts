import { defineEnsemble } from '@digon/model'
import type { AutoencoderEnsemble } from '@digon/model/engine'
import { expect, test } from 'vitest'
import { chooseRoute } from '../choose-route.js'
import { memberLayout } from '../generated/record-layouts.js'
import { writeMembers } from './member-records.js'
import { MemoryImage } from './memory-image.js'
import { tensorLayout } from './tensor-layout.js'

const shared = defineEnsemble({
  model: { featureCount: 30, hiddenSize: 2 },
  members: { count: 100, seed: 1, data: { kind: 'independent', probability: 0.1 } },
}) as AutoencoderEnsemble

/** Addresses of the plans of all members, and the size of the image in bytes. */
function written(ensemble: AutoencoderEnsemble): { plans: number[]; bytes: number } {
  const image = new MemoryImage(16)
  const members = ensemble.members.map((member) => {
    const route = chooseRoute(ensemble, member)
    return { member, route, state: new Float32Array(0), loss: Number.NaN, divergedStep: undefined }
  })
  const at = writeMembers(
    image,
    members.map(() => 0),
    ensemble,
    tensorLayout(ensemble.model),
    members,
  )
  const view = new DataView(image.bytes().buffer)
  const plans = members.map((_, index) =>
    view.getUint32(at - image.start + index * memberLayout.size + memberLayout.fields.plan.offset, true),
  )
  return { plans, bytes: image.end }
}

test('members whose laws are equal share one plan, also when each brings its own out of a file', () => {
  const decoded = defineEnsemble(JSON.parse(JSON.stringify(shared))) as AutoencoderEnsemble
  expect(decoded.members[1]!.data).not.toBe(decoded.members[0]!.data)
  expect(new Set(written(decoded).plans).size).toBe(1)
  expect(written(decoded)).toEqual(written(shared))
})

test('members whose laws differ have plans of their own', () => {
  const members = [0.1, 0.2, 0.1].map((probability, seed) => ({ seed, data: { probability } }))
  const { plans } = written(defineEnsemble({ model: shared.model, members }) as AutoencoderEnsemble)
  expect(plans[2]).toBe(plans[0])
  expect(plans[1]).not.toBe(plans[0])
})
