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
