/** The codes of the paper's table, row by row; without a ReLU, features that lie across neurons. */
import { matrixFromRows } from '@digon/matrix'
import type { Ideal } from '../vocabulary/ideal.test-support.js'
import * as codes from './codes.test-support.js'
import type { privilegedBasis } from './privileged-basis.js'
import { probabilities } from './settings.js'

const rows = [codes.fiveAlone, codes.binaryCode, codes.fiveInThree, codes.sixInFour, codes.eightInFive, codes.tenPairs]

export const ideal: Ideal<ReturnType<typeof privilegedBasis.description.plan>> = {
  linear: (probability) => ({ weights: matrixFromRows(codes.rotated), loss: probability }),
  relu: (probability) => ({ weights: matrixFromRows(rows[probabilities.indexOf(probability)]!), loss: probability }),
}
