export { checkFinite, type Matrix, matrix, type NumberArray, row, ShapeError, transpose } from './matrix.js'
export { dot, multiply } from './products.js'
export { matrixFromRows, selectRows, toRows } from './rows.js'
