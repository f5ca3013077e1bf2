/** The boundaries that theory draws on a phase map, in cells from the upper left corner of the map. */
import { phaseBoundary, phaseTriplePoint } from '@digon/theory'
import { cellsPerSide, type MapSize } from './map-plan.js'

export interface MapPoint {
  readonly x: number
  readonly y: number
}

export interface TheoryLines {
  /** Curves, points joined in their order. */
  readonly lines: readonly (readonly MapPoint[])[]
  /** Where the phases meet. */
  readonly triplePoint: MapPoint
  /** Names of the regions, at places where there is room for them. */
  readonly regions: readonly (MapPoint & { readonly label: string })[]
}

/** Center of cell 0 is at 0.5: the map reaches half a cell beyond its axes' ends. */
export function placeOnMap(relativeImportance: number, probability: number): MapPoint {
  return {
    x: (Math.log10(relativeImportance / 0.1) / 2) * (cellsPerSide - 1) + 0.5,
    y: (Math.log10(1 / probability) / 2) * (cellsPerSide - 1) + 0.5,
  }
}

export function theoryLines(size: MapSize): TheoryLines {
  const importances = Array.from({ length: 97 }, (_, k) => 0.1 * 100 ** (k / 96))
  const { relativeImportance, probability } = phaseTriplePoint
  return {
    lines: [
      importances.map((r) => placeOnMap(r, phaseBoundary(size, r))),
      [placeOnMap(relativeImportance, probability), placeOnMap(1, 1)],
    ],
    triplePoint: placeOnMap(relativeImportance, probability),
    regions: regions[size].map(([r, p, label]) => ({ ...placeOnMap(r, p), label })),
  }
}

const regions: Readonly<
  Record<MapSize, readonly (readonly [importance: number, probability: number, label: string])[]>
> = {
  1: [
    [0.26, 0.62, 'ignored'],
    [3.6, 0.72, 'own dimension'],
    [1, 0.05, 'superposition'],
  ],
  2: [
    [0.26, 0.62, 'ignored'],
    [3.6, 0.78, 'another ignored'],
    [0.32, 0.05, 'superposition'],
    [3.2, 0.05, 'own dimension'],
  ],
}
