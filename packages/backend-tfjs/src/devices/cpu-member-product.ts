/** Products of the members' matrices on the cpu device: the kernel that tfjs has. */
import { BatchMatMul, getKernel, type KernelConfig } from '@tensorflow/tfjs-core'
import { memberProduct } from '../member-product.js'

export const cpuMemberProduct: KernelConfig = {
  kernelName: memberProduct,
  backendName: 'cpu',
  kernelFunc: (product) => getKernel(BatchMatMul, 'cpu').kernelFunc(product),
}
