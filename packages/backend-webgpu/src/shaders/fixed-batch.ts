/** Samples that the caller gave: the entries of one sample of the batch of a step. Layout of the words: `batch-words.ts`. */
import { batchOffsets } from '../layout/batch-words.js'

export const fixedBatch: string = /* wgsl */ `
${batchOffsets}fn readSample(batches: u32, batchCount: u32, step: u32, sample: u32) {
  let directory = batches + batchLength * (step % batchCount);
  let offsets = batches + tables[directory + batchOffsets] + sample;
  let features = batches + tables[directory + batchFeatures];
  let values = batches + tables[directory + batchValues];
  let end = tables[offsets + 1u];
  for (var entry = tables[offsets]; entry < end; entry++) {
    emit(tables[features + entry], bitcast<f32>(tables[values + entry]));
  }
}
`
