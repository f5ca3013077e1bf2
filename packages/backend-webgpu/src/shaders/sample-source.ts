/** Where a sample comes from: `takeSample` for members that all draw, that all read what was given, or some the one, some the other. */
const drawn = /* wgsl */ `
fn takeSample(member: u32, step: u32, sample: u32) {
  drawSample(members[member].plan, members[member].seed, step, sample);
}
`

const given = /* wgsl */ `
fn takeSample(member: u32, step: u32, sample: u32) {
  readSample(members[member].batches, members[member].batchCount, step, sample);
}
`

const drawnOrGiven = /* wgsl */ `
fn takeSample(member: u32, step: u32, sample: u32) {
  if (members[member].batchCount > 0u) {
    readSample(members[member].batches, members[member].batchCount, step, sample);
  } else {
    drawSample(members[member].plan, members[member].seed, step, sample);
  }
}
`

/** What the members of an ensemble need. */
export interface SampleNeeds {
  readonly laws: boolean
  readonly groups: boolean
  readonly batches: boolean
}

/** @param parts the code that draws, and the code that reads. */
export function sampleSource({ laws, batches }: SampleNeeds, parts: { draw: string; read: string }): string {
  if (!batches) return parts.draw + drawn
  return laws ? parts.draw + parts.read + drawnOrGiven : parts.read + given
}
