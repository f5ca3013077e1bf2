/**
 * Last dispatch of a step: an invocation for every member. The two copies of its state change places when the loss and all new
 * parameters are finite, so a step is made whole or not at all; else the member has diverged and stays as it was.
 */
import { type BindingTable, bindingTable, reads, uniform, writes } from '../layout/bindings.js'

/** Invocations of a workgroup. */
export const commitLength = 64

export const commitBindings: BindingTable<'uniforms' | 'partialSums' | 'progress'> = bindingTable({
  uniforms: uniform('Uniforms'),
  partialSums: reads('f32'),
  progress: writes('Progress'),
})

export const commit: string = /* wgsl */ `${commitBindings.declarations}
@compute @workgroup_size(${commitLength})
fn commitStep(@builtin(global_invocation_id) place: vec3<u32>) {
  let member = place.x;
  if (member >= uniforms.memberCount || progress[member].diverged == 1u) {
    return;
  }
  let loss = sumOfSlices(member, 0u);
  if (isFinite(loss)) {
    progress[member].loss = loss;
  }
  if (isFinite(loss) && progress[member].broken == 0u) {
    progress[member].current = 1u - progress[member].current;
  } else {
    progress[member].diverged = 1u;
    progress[member].divergedStep = progress[member].step;
  }
  progress[member].step++;
}
`
