/**
 * Where an invocation keeps the hidden values of its sample and the slopes of the loss in them: in its own memory for few,
 * copied to the tile in the end, else in the tile all along.
 */
export const hiddenInPrivateMemory: string = /* wgsl */ `
var<private> hidden: array<f32, hiddenSize>;
var<private> hiddenSlopes: array<f32, hiddenSize>;

fn hiddenAt(index: u32, lane: u32) -> f32 {
  return hidden[index];
}

fn setHidden(index: u32, lane: u32, value: f32) {
  hidden[index] = value;
}

fn hiddenSlopeAt(index: u32, lane: u32) -> f32 {
  return hiddenSlopes[index];
}

fn setHiddenSlope(index: u32, lane: u32, value: f32) {
  hiddenSlopes[index] = value;
}

fn keepHidden(lane: u32) {
  for (var index = 0u; index < hiddenSize; index++) {
    setTile(hiddenRow + index, lane, hidden[index]);
    setTile(hiddenSlopeRow + index, lane, hiddenSlopes[index]);
  }
}
`

export const hiddenInTile: string = /* wgsl */ `
fn hiddenAt(index: u32, lane: u32) -> f32 {
  return tileAt(hiddenRow + index, lane);
}

fn setHidden(index: u32, lane: u32, value: f32) {
  setTile(hiddenRow + index, lane, value);
}

fn hiddenSlopeAt(index: u32, lane: u32) -> f32 {
  return tileAt(hiddenSlopeRow + index, lane);
}

fn setHiddenSlope(index: u32, lane: u32, value: f32) {
  setTile(hiddenSlopeRow + index, lane, value);
}

fn keepHidden(lane: u32) {
}
`
