/** First dispatch of a step, and of an evaluation: an invocation for every sample of every member. */
import type { BindingTable } from '../layout/bindings.js'
import { type SampleBinding, sampleBindings } from './sample-bindings.js'

/** Invocations of a workgroup. */
export const samplesLength = 64

export const samplesBindings: BindingTable<SampleBinding | 'rows'> = sampleBindings('rows')

export const samples: string = /* wgsl */ `${samplesBindings.declarations}
@compute @workgroup_size(${samplesLength})
fn computeSamples(@builtin(global_invocation_id) place: vec3<u32>) {
  let member = memberIndices[place.y];
  let record = select(member, place.y, keepsErrors);
  if (place.x >= members[record].sampleCount || (!keepsErrors && progress[member].diverged == 1u)) {
    return;
  }
  sampleMember = place.y;
  samplePlace = place.x;
  memberParameters = (2u * member + progress[member].current) * parameterCount;
  passSample(record, progress[member].step, place.x);
}
`
