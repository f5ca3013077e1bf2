/**
 * Products of the members' matrices on the wasm device. The kernel of tfjs uses XNNPACK only for single matrices that are
 * not transposed, and plain loops for all else. Here every member's matrices are multiplied by themselves, as views of the
 * ensemble's memory, after transposing what is smallest: measured 8 to 12 times faster from 20 features on, equal at 2.
 *
 * It is a tfjs kernel of its own with a gradient, so automatic differentiation goes through it as through any other.
 */
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm'
import {
  engine,
  type GradConfig,
  type KernelConfig,
  type Tensor,
  type TensorInfo,
  transpose,
} from '@tensorflow/tfjs-core'

const kernelName = 'DigonMemberProduct'

/** BatchMatMul of the module: ids, shapes (as bytes) and ranks of both factors, whether each is transposed, id of the product. */
type Multiply = (
  leftId: number,
  leftShape: Uint8Array,
  leftRank: number,
  rightId: number,
  rightShape: Uint8Array,
  rightRank: number,
  transposeLeft: boolean,
  transposeRight: boolean,
  productId: number,
) => void

interface EmscriptenModule {
  cwrap(name: string, result: null, parameters: string[]): (...values: never[]) => void
}

let multiply: Multiply

/** `[member, row, inner]` by `[member, inner, column]`; registered before the backend starts. */
export const memberProductKernel: KernelConfig = {
  kernelName,
  backendName: 'wasm',
  setupFunc: (backend) => {
    const kinds = ['number', 'array', 'number', 'number', 'array', 'number', 'number', 'number', 'number'] as const
    const { wasm } = backend as { readonly wasm: EmscriptenModule }
    multiply = wasm.cwrap('BatchMatMul', null, [...kinds]) as Multiply
  },
  kernelFunc: ({ inputs, backend }) => productOf(backend as BackendWasm, inputs.a!, inputs.b!),
}

/** Factors are looked at in their own shape; transposing happened before, on the tape. */
export const memberProductGradient: GradConfig = {
  kernelName,
  inputsToSave: ['a', 'b'],
  gradFunc: (dy, [a, b]) => ({
    a: () => multiplyMembersByViews(dy as Tensor, b!, false, true),
    b: () => multiplyMembersByViews(a!, dy as Tensor, true, false),
  }),
}

/** As `EngineDevice.multiplyMembers`. Of A·B and (Bᵀ·Aᵀ)ᵀ it computes the one that has fewer numbers to transpose. */
export function multiplyMembersByViews(a: Tensor, b: Tensor, transposeA: boolean, transposeB: boolean): Tensor {
  const rows = a.shape[transposeA ? 2 : 1]!
  const columns = b.shape[transposeB ? 1 : 2]!
  const direct = (transposeA ? a.size : 0) + (transposeB ? b.size : 0)
  const swapped = (transposeA ? 0 : a.size) + (transposeB ? 0 : b.size) + a.shape[0]! * rows * columns
  if (direct <= swapped) return product(exchanged(a, transposeA), exchanged(b, transposeB))
  return exchanged(product(exchanged(b, !transposeB), exchanged(a, !transposeA)), true)
}

function product(a: Tensor, b: Tensor): Tensor {
  return engine().runKernel(kernelName, { a, b })
}

function exchanged(matrices: Tensor, wanted: boolean): Tensor {
  return wanted ? transpose(matrices, [0, 2, 1]) : matrices
}

function productOf(backend: BackendWasm, a: TensorInfo, b: TensorInfo): TensorInfo {
  const [memberCount = 0, rows = 0, inner = 0] = a.shape
  const columns = b.shape[2]!
  const result = backend.makeOutput([memberCount, rows, columns], 'float32')
  const leftShape = [1, rows, inner]
  const rightShape = [1, inner, columns]
  const leftBytes = bytesOf(leftShape)
  const rightBytes = bytesOf(rightShape)
  for (let member = 0; member < memberCount; member++) {
    const left = viewOf(backend, a, member, leftShape)
    const right = viewOf(backend, b, member, rightShape)
    const target = viewOf(backend, result, member, [1, rows, columns])
    multiply(left.id, leftBytes, 3, right.id, rightBytes, 3, false, false, target.id)
    for (const view of [left, right, target]) forget(backend, view)
  }
  return result
}

interface View {
  readonly dataId: object
  /** What the module knows it by. */
  readonly id: number
}

/** One member's block of a tensor under an id of its own, without copying. */
function viewOf(backend: BackendWasm, whole: TensorInfo, member: number, shape: number[]): View {
  const size = shape.reduce((total, length) => total * length, 1)
  const offset = backend.getMemoryOffset(whole.dataId) + member * size * Float32Array.BYTES_PER_ELEMENT
  const { dataId } = backend.makeOutput(shape, 'float32', offset)
  return { dataId, id: backend.dataIdMap.get(dataId).id }
}

/** Takes the id back, and what XNNPACK prepared for it. Disposing the data would free memory that the whole tensor owns. */
function forget(backend: BackendWasm, { dataId, id }: View): void {
  backend.wasm.tfjs.disposeData(id)
  backend.dataIdMap.delete(dataId)
}

function bytesOf(shape: readonly number[]): Uint8Array {
  return new Uint8Array(Int32Array.from(shape).buffer)
}
