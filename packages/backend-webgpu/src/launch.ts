/** The numbers of a launch as the shaders see them: `Launch` in `shaders/records.ts`. */
import type { SamplePlan } from './sample-plan.js'

/** Room for them. */
export const launchBytes = 32

export interface LaunchNumbers {
  readonly memberCount: number
  readonly firstStep: number
}

export function launchWords(plan: SamplePlan, launch: LaunchNumbers): Uint32Array<ArrayBuffer> {
  const { memberCount, firstStep } = launch
  const { rowLength, sliceCount, sliceLength, sumCount } = plan
  return Uint32Array.of(memberCount, firstStep, rowLength, sliceCount, sliceLength, sumCount)
}
