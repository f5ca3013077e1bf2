import { wasm } from '@digon/backend-wasm'
import { defineEnsemble } from '@digon/model'
import { expect, test } from 'vitest'
import { ensembleOf } from '../experiment/describe.js'
import { extraState, theoryState } from './extra-feature.js'
import type { MapFrame } from './map-frame.js'
import { cellSettings, cellsPerSide, levelDescription, mapCells, mapLevels, mapTraining } from './map-plan.js'
import { shownCell } from './map-state.js'
import { cellAfterKey, describeCell, summarizeMap } from './map-text.js'
import { placeOnMap, theoryLines } from './theory-lines.js'
import { trainMap } from './train-map.js'

const clock = { now: () => 0, rest: async () => undefined }

test('every cell is in one level, and the coarse ones stand in the middle of their blocks', () => {
  const all = mapLevels.flatMap(({ cells }) => cells)
  expect(all.toSorted((a, b) => a - b)).toEqual([...mapCells.keys()])
  expect(mapLevels.map(({ cells }) => cells.length)).toEqual([36, 144, 396])
})

test('the axes reach from 0.1 to 10 and from 1 to 0.01', () => {
  expect(mapCells[0]).toEqual({ row: 0, column: 0, relativeImportance: 0.1, probability: 1 })
  expect(mapCells.at(-1)).toEqual({ row: 23, column: 23, relativeImportance: 10, probability: 0.01 })
})

test.each([1, 2] as const)('a cell of a map with %i hidden dimensions opens as the very models of the map', (size) => {
  const level = mapLevels[0]!
  const { members } = defineEnsemble(levelDescription(size, level, 7))
  const place = 11
  const alone = ensembleOf(cellSettings(size, level.cells[place]!, 7))
  const { restarts } = mapTraining(size)
  expect(alone.members).toEqual(members.slice(place * restarts, (place + 1) * restarts))
  const { members: _, ...shared } = alone
  expect(defineEnsemble(levelDescription(size, level, 7))).toMatchObject(shared)
})

test('a map in training shows each cell by the finest block that is trained', () => {
  const norm = new Float32Array(mapCells.length).fill(Number.NaN)
  expect(shownCell({ norm }, 0)).toBeUndefined()
  norm[2 * cellsPerSide + 2] = 1
  expect(shownCell({ norm }, 0)).toBe(2 * cellsPerSide + 2)
  norm[1 * cellsPerSide + 1] = 1
  expect(shownCell({ norm }, 0)).toBe(cellsPerSide + 1)
  norm[0] = 1
  expect(shownCell({ norm }, 0)).toBe(0)
})

test('the boundary of theory is drawn between cells of different states', () => {
  const [boundary] = theoryLines(1).lines
  for (const { x, y } of boundary!.filter(({ x }) => x < 11 || x > 13)) {
    const column = Math.floor(x)
    const { relativeImportance } = mapCells[column]!
    if (Math.abs(x - column - 0.5) > 0.13) continue
    const above = mapCells[Math.floor(y - 1) * cellsPerSide + column]!
    const below = mapCells[Math.ceil(y + 0.5) * cellsPerSide + column]!
    expect(theoryState(1, relativeImportance, below.probability)).toBe('in superposition')
    expect(theoryState(1, relativeImportance, above.probability)).not.toBe('in superposition')
  }
  expect(placeOnMap(0.1, 1)).toEqual({ x: 0.5, y: 0.5 })
})

test('the keys move from cell to cell and stop at the edges', () => {
  expect(cellAfterKey(0, 'ArrowLeft')).toBe(0)
  expect(cellAfterKey(0, 'ArrowDown')).toBe(cellsPerSide)
  expect(cellAfterKey(5, 'End')).toBe(cellsPerSide - 1)
  expect(cellAfterKey(5, 'a')).toBeUndefined()
})

test('after training the coarse level, four cells of five are as in theory; stopping ends it at once', async () => {
  const frames: MapFrame[] = []
  let stopped = false
  const options = { size: 1, seed: 3, frameEveryMilliseconds: 1e9, isStopped: () => stopped } as const
  await trainMap(wasm({ threads: 1 }), options, clock, (frame) => {
    frames.push(frame)
    if (!Number.isNaN(frame.norm[mapLevels[0]!.cells[0]!]!) && frame.done >= 36 / 576) stopped = true
  })
  const last = frames.at(-1)!
  const { trained, asInTheory } = summarizeMap(last)
  expect(last.done).toBe(36 / 576)
  expect(trained).toBe(36)
  expect(asInTheory / trained).toBeGreaterThanOrEqual(0.8)
  expect(describeCell(last, 12 * cellsPerSide + 3)).toMatch(
    /^importance 0.1\d\d, p = 0.0\d+: in superposition, as in theory/,
  )
  expect(extraState({ norm: 0.4, superposition: 1 })).toBe('not represented')
})
