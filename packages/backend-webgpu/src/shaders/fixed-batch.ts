/** Samples that the caller gave: the entries of one sample of the batch of a step. Layout of the words: `batch-words.ts`. */
export const fixedBatch: string = /* wgsl */ `
fn readSample(batches: u32, batchCount: u32, step: u32, sample: u32) {
  let directory = batches + 3u * (step % batchCount);
  let offsets = batches + tables[directory] + sample;
  let features = batches + tables[directory + 1u];
  let values = batches + tables[directory + 2u];
  let end = tables[offsets + 1u];
  for (var entry = tables[offsets]; entry < end; entry++) {
    emit(tables[features + entry], bitcast<f32>(tables[values + entry]));
  }
}
`
