/**
 * What is kept of every sample between computing it and summing over samples: `[member, row, sample]`. Rows are the loss,
 * the inputs, the slopes of the loss in output sums, the hidden values, the slopes in hidden sums, and, in evaluations, the
 * squared errors of the outputs. Places of rows that belong to no sample stay 0.
 */
export const sampleRows: string = /* wgsl */ `
var<private> sampleMember: u32;
var<private> samplePlace: u32;

fn rowAt(row: u32) -> f32 {
  return rows[(sampleMember * rowCount + row) * uniforms.rowLength + samplePlace];
}

fn setRow(row: u32, value: f32) {
  rows[(sampleMember * rowCount + row) * uniforms.rowLength + samplePlace] = value;
}
`
