/**
 * Products of the members' matrices on the webgpu device: one invocation per number of the product, without barriers.
 *
 * The kernels of tfjs read past a member's matrix into the next one and multiply what they find by 0, so that a member which
 * is not finite spoils its neighbors. And they are made for large matrices: on a software adapter, which runs barriers one
 * invocation after the other, they took 20 to 300 times as long for the shapes of narrow models.
 */
import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core'
import { memberProduct, type Transposition } from '../member-product.js'

const workgroupSize = 64

/** What a program of the webgpu backend needs to say; its shader is put together around `getUserCode`. */
interface Program {
  readonly variableNames: readonly string[]
  readonly outputShape: readonly number[]
  readonly workgroupSize: readonly [number, number, number]
  readonly dispatchLayout: { readonly x: readonly number[] }
  readonly dispatch: readonly [number, number, number]
  /** Adds the number of outputs to the uniforms. */
  readonly size: true
  readonly shaderKey: string
  getUserCode(): string
}

interface WebgpuBackend {
  runWebGPUProgram(program: Program, inputs: readonly TensorInfo[], outputType: 'float32'): TensorInfo
}

export const webgpuMemberProduct: KernelConfig = {
  kernelName: memberProduct,
  backendName: 'webgpu',
  kernelFunc: ({ inputs, backend, attrs }) => {
    const [a, b] = [inputs.a!, inputs.b!]
    return (backend as WebgpuBackend).runWebGPUProgram(programFor(a, b, attrs as Transposition), [a, b], 'float32')
  },
}

function programFor(a: TensorInfo, b: TensorInfo, { transposeA, transposeB }: Transposition): Program {
  const outputShape = [a.shape[0]!, a.shape[transposeA ? 2 : 1]!, b.shape[transposeB ? 1 : 2]!]
  const size = outputShape.reduce((total, length) => total * length, 1)
  return {
    variableNames: ['A', 'B'],
    outputShape,
    workgroupSize: [workgroupSize, 1, 1],
    dispatchLayout: { x: [0, 1, 2] },
    dispatch: [Math.ceil(size / workgroupSize), 1, 1],
    size: true,
    // The backend makes the key its own by adding shapes, so every program gets a new one.
    shaderKey: `${memberProduct}_${transposeA}_${transposeB}`,
    getUserCode: () => `
      fn main(index : i32) {
        if (index >= uniforms.size) {
          return;
        }
        let coordinates = getCoordsFromIndex(index);
        let aStart = coordinates.x * uniforms.aShape.y * uniforms.aShape.z;
        let bStart = coordinates.x * uniforms.bShape.y * uniforms.bShape.z;
        var total = 0.0;
        for (var k = 0; k < uniforms.aShape.${transposeA ? 'y' : 'z'}; k++) {
          let left = A[aStart + ${transposeA ? 'k * uniforms.aShape.z + coordinates.y' : 'coordinates.y * uniforms.aShape.z + k'}];
          let right = B[bStart + ${transposeB ? 'coordinates.z * uniforms.bShape.z + k' : 'k * uniforms.bShape.z + coordinates.z'}];
          total = total + left * right;
        }
        setOutputAtIndex(index, total);
      }
    `,
  }
}
