/** Last dispatch of an evaluation: an invocation for every sum adds it up over the slices, in their order; `[member, sum]`. */
import { type BindingTable, bindingTable, reads, uniform, writes } from '../layout/bindings.js'

/** Invocations of a workgroup. */
export const reduceLength = 64

export const reduceBindings: BindingTable<'uniforms' | 'partialSums' | 'memberSums'> = bindingTable({
  uniforms: uniform('Uniforms'),
  partialSums: reads('f32'),
  memberSums: writes('f32'),
})

export const reduce: string = /* wgsl */ `${reduceBindings.declarations}
@compute @workgroup_size(${reduceLength})
fn reduceSums(@builtin(global_invocation_id) place: vec3<u32>) {
  if (place.x < uniforms.sumCount) {
    memberSums[place.y * uniforms.sumCount + place.x] = sumOfSlices(place.y, place.x);
  }
}
`
