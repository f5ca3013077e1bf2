/** What the shaders see that take samples through the model. They differ in what they write. */
import { type BindingTable, bindingTable, reads, uniform, writes } from '../layout/bindings.js'

export type SampleBinding = 'uniforms' | 'members' | 'tables' | 'parameters' | 'progress' | 'memberIndices'

/** @param output the variable that they write. */
export function sampleBindings<Output extends string>(output: Output): BindingTable<SampleBinding | Output> {
  return bindingTable<SampleBinding | string>({
    uniforms: uniform('Uniforms'),
    members: reads('Member'),
    tables: reads('u32'),
    parameters: reads('f32'),
    progress: reads('Progress'),
    memberIndices: reads('u32'),
    [output]: writes('f32'),
  }) as BindingTable<SampleBinding | Output>
}
