/**
 * The product of the members' matrices as a tfjs operation of its own: every device has a kernel for it that fits it, and
 * automatic differentiation goes through it as through any other operation.
 */
import { engine, type GradConfig, type Tensor } from '@tensorflow/tfjs-core'

/** Name of the kernel that every device registers before it starts. */
export const memberProduct = 'DigonMemberProduct'

/** Whether a factor's last two axes are exchanged first. */
export type Transposition = {
  readonly transposeA: boolean
  readonly transposeB: boolean
}

/** `[member, row, inner]` by `[member, inner, column]`, once each has been transposed where asked: `[member, row, column]`. */
export function multiplyMembers(a: Tensor, b: Tensor, transposeA: boolean, transposeB: boolean): Tensor {
  return engine().runKernel(memberProduct, { a, b }, { transposeA, transposeB })
}

/** P = A·B: dA = dP·Bᵀ, dB = Aᵀ·dP; where a factor is transposed, so is its gradient. */
export const memberProductGradient: GradConfig = {
  kernelName: memberProduct,
  inputsToSave: ['a', 'b'],
  gradFunc: (dy, [a, b], attributes) => {
    const { transposeA, transposeB } = attributes as Transposition
    const dP = dy as Tensor
    return {
      a: () => (transposeA ? multiplyMembers(b!, dP, transposeB, true) : multiplyMembers(dP, b!, false, !transposeB)),
      b: () => (transposeB ? multiplyMembers(dP, a!, true, transposeA) : multiplyMembers(a!, dP, !transposeA, false)),
    }
  },
}
