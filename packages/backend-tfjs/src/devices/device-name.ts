/** The devices by name. A file of its own, so that whoever imports this package needs no types of tfjs. */

/** Where tfjs computes: in plain JavaScript, in WebAssembly with SIMD, or on a GPU through WebGPU. */
export type TfjsDevice = 'cpu' | 'wasm' | 'webgpu'
