/**
 * Where an invocation keeps the hidden values of its sample and the slopes of the loss in them: in its own memory for few,
 * copied to the rows in the end, else in the rows all along.
 */
export const hiddenInPrivateMemory: string = /* wgsl */ `
var<private> hidden: array<f32, hiddenSize>;
var<private> hiddenSlopes: array<f32, hiddenSize>;

fn hiddenAt(index: u32) -> f32 {
  return hidden[index];
}

fn setHidden(index: u32, value: f32) {
  hidden[index] = value;
}

fn hiddenSlopeAt(index: u32) -> f32 {
  return hiddenSlopes[index];
}

fn setHiddenSlope(index: u32, value: f32) {
  hiddenSlopes[index] = value;
}

fn keepHidden(index: u32) {
  setRow(hiddenRow + index, hidden[index]);
  setRow(hiddenSlopeRow + index, hiddenSlopes[index]);
}
`

export const hiddenInRows: string = /* wgsl */ `
fn hiddenAt(index: u32) -> f32 {
  return rowAt(hiddenRow + index);
}

fn setHidden(index: u32, value: f32) {
  setRow(hiddenRow + index, value);
}

fn hiddenSlopeAt(index: u32) -> f32 {
  return rowAt(hiddenSlopeRow + index);
}

fn setHiddenSlope(index: u32, value: f32) {
  setRow(hiddenSlopeRow + index, value);
}

fn keepHidden(index: u32) {
}
`
