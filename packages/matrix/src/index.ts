export {
  checkFinite,
  type Matrix,
  matrix,
  matrixFromRows,
  type NumberArray,
  row,
  ShapeError,
  transpose,
} from './matrix.js'
export { toRows } from './rows.js'
