/** Where a sample comes from: `takeSample` of training, which draws or reads, and of evaluations, which read. */
export const drawnOrGiven: string = /* wgsl */ `
fn takeSample(record: Member, step: u32, sample: u32) {
  if (record.batchCount > 0u) {
    readSample(record.batches, record.batchCount, step, sample);
  } else {
    drawSample(record.plan, record.seed, step, sample);
  }
}
`

export const given: string = /* wgsl */ `
fn takeSample(record: Member, step: u32, sample: u32) {
  readSample(record.batches, record.batchCount, step, sample);
}
`
