import { matrixFromRows } from '@digon/matrix'
import { expect, test } from 'vitest'
import { codeInWords, countPairs, isBinaryCode, neuronCode } from './code.js'
import * as codes from './codes.test-support.js'

const codeOf = (rows: readonly (readonly number[])[]) => neuronCode(matrixFromRows(rows))

test.each<[rows: readonly (readonly number[])[], words: string]>([
  [codes.fiveAlone, '5 monosemantic (0, 1, 2, 3, 4), 0 polysemantic; 5 features'],
  [codes.binaryCode, '3 monosemantic (0, 1, 2), 2 polysemantic; 6 features'],
  [codes.fiveInThree, '2 monosemantic (0, 1), 3 polysemantic; 7 features'],
  [codes.sixInFour, '1 monosemantic (0), 4 polysemantic; 7 features'],
  [codes.eightInFive, '0 monosemantic, 5 polysemantic; 8 features'],
  [codes.tenPairs, '0 monosemantic, 5 polysemantic; 10 features'],
])('$1, as it was written', (rows, words) => {
  expect(codeInWords(codeOf(rows))).toBe(words)
})

test('only the binary code is one', () => {
  const binary = Object.entries(codes).filter(([, rows]) => isBinaryCode(codeOf(rows)))
  expect(binary.map(([name]) => name)).toEqual(['binaryCode'])
  const withoutBoth = codes.binaryCode.map((row, i) => (i === 3 ? [0, 0, 0, 0.85, -0.85] : row))
  expect(isBinaryCode(codeOf(withoutBoth))).toBe(false)
})

test('pairs are counted once each, whatever their negative weights', () => {
  expect(countPairs(codeOf(codes.tenPairs))).toBe(10)
  expect(countPairs(codeOf(codes.eightInFive))).toBe(8)
  expect(countPairs(codeOf(codes.tenPairs.map(() => codes.tenPairs[0]!)))).toBe(1)
  expect(countPairs(codeOf(codes.tenPairs.map((row) => row.map((w) => (w < 0 ? 5 * w : w)))))).toBe(10)
  expect(countPairs(codeOf(codes.fiveAlone))).toBe(0)
})

test('a feature that is not represented switches nothing on', () => {
  const { switchedOn, represented } = codeOf(codes.fiveAlone.map((row) => row.map((w) => 0.4 * w)))
  expect(represented).toEqual([])
  expect(switchedOn.every((neurons) => neurons.length === 0)).toBe(true)
})
