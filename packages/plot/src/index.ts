export type { Figure, FigureSpecification } from './figure.js'
