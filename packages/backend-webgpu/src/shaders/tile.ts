/**
 * The tile: what one workgroup keeps of its 64 samples between computing them and summing over them, `[row, sample]`.
 * Two homes with the same functions: workgroup memory for narrow models, a buffer for those that do not fit.
 */

/** Samples of a tile, and invocations of a workgroup. */
export const tileLength = 64

/** Rows are one longer than the samples, so that neighbours in different rows fall into different memory banks. */
export const rowPitch = 65

export const tileInWorkgroup: string = /* wgsl */ `
var<workgroup> tile: array<f32, tileRows * ${rowPitch}u>;

fn openTile(workgroup: u32) {
}

fn tileAt(row: u32, sample: u32) -> f32 {
  return tile[row * ${rowPitch}u + sample];
}

fn setTile(row: u32, sample: u32, value: f32) {
  tile[row * ${rowPitch}u + sample] = value;
}

fn tileBarrier() {
  workgroupBarrier();
}
`

export const tileInBuffer: string = /* wgsl */ `
@group(0) @binding(6) var<storage, read_write> tiles: array<f32>;
var<private> tileStart: u32;

fn openTile(workgroup: u32) {
  tileStart = workgroup * tileRows * ${tileLength}u;
}

fn tileAt(row: u32, sample: u32) -> f32 {
  return tiles[tileStart + row * ${tileLength}u + sample];
}

fn setTile(row: u32, sample: u32, value: f32) {
  tiles[tileStart + row * ${tileLength}u + sample] = value;
}

fn tileBarrier() {
  storageBarrier();
}
`
