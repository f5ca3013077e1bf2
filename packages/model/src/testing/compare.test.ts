import { expect, test } from 'vitest'
import type { Parameters } from '../parameters.js'
import {
  assertClose,
  assertParametersClose,
  assertRejects,
  assertSameBits,
  assertSameParameters,
  rejectionOf,
} from './compare.js'

const tolerance = { relative: 1e-3, absolute: 1e-9 }

test('numbers pass within the tolerance of the largest one, and fail beyond it, named by their index', () => {
  expect(() => assertClose([100.09, 0.09], [100, 0], tolerance, 'losses')).not.toThrow()
  expect(() => assertClose([100, 0.2], [100, 0], tolerance, 'losses')).toThrow('losses[1]: 0.2; expected 0 within 0.1')
  expect(() => assertClose([1e-8], [0], tolerance, 'losses')).toThrow('losses: 1e-8; expected 0')
  expect(() => assertClose([1], [1, 2], tolerance, 'losses')).toThrow('losses: 1 numbers; expected 2')
})

test('NaN equals nothing, not even NaN, and no infinity', () => {
  const odd = [Number.NaN, Number.POSITIVE_INFINITY]
  for (const [found, expected] of [odd, odd.toReversed(), [Number.NaN, Number.NaN], [1, Number.NaN], [Number.NaN, 1]]) {
    expect(() => assertClose([found!], [expected!], tolerance, 'x')).toThrow('x: ')
    expect(() => assertSameBits([found!], [expected!], 'x')).toThrow('x[0]: ')
  }
  expect(() => assertClose([1, Number.NaN], [1, 1], tolerance, 'x')).toThrow('x[1]: NaN')
})

test('an infinite expectation lets nothing pass', () => {
  expect(() => assertClose([5], [Number.POSITIVE_INFINITY], tolerance, 'x')).toThrow('x: 5')
})

test('the same bits tell 0 from −0 and neighbors apart', () => {
  expect(() => assertSameBits([0.1, -0], [0.1, -0], 'x')).not.toThrow()
  expect(() => assertSameBits([0], [-0], 'x')).toThrow('x[0]: 0')
  expect(() => assertSameBits([1 + 2 ** -52], [1], 'x')).toThrow('x[0]')
})

test('a small member does not hide behind a large one', () => {
  const tensors = (small: number): Parameters => ({
    bias: { shape: [2, 2], values: new Float64Array([1000, 1000, small, 0.001]) },
  })
  expect(() => assertParametersClose(tensors(0.0010005), tensors(0.001), tolerance, 'p')).not.toThrow()
  expect(() => assertParametersClose(tensors(0.0011), tensors(0.001), tolerance, 'p')).toThrow('p.bias, member 1[0]')
})

test('names, shapes and lengths must be the same', () => {
  const bias = { shape: [1, 2], values: new Float32Array(2) }
  expect(() => assertSameParameters({ bias }, { bias: { ...bias, values: new Float64Array(2) } }, 'p')).not.toThrow()
  expect(() => assertSameParameters({}, { bias }, 'p')).toThrow('p: tensors ; expected bias')
  expect(() => assertSameParameters({ bias, extra: bias }, { bias }, 'p')).toThrow('p: tensors bias,extra')
  expect(() => assertSameParameters({ bias: { ...bias, shape: [2, 1] } }, { bias }, 'p')).toThrow(
    '[2,1]; expected [1,2]',
  )
  const short = { shape: [1, 2], values: new Float32Array(1) }
  expect(() => assertSameParameters({ bias: short }, { bias }, 'p')).toThrow('p.bias.values: 1 numbers; expected 2')
})

test('a promise that does not reject, or rejects with another error, fails', async () => {
  const reason = new RangeError('no')
  expect(await rejectionOf(Promise.reject(reason), 'x')).toBe(reason)
  await expect(rejectionOf(Promise.resolve(1), 'x')).rejects.toThrow('x: succeeded')
  await assertRejects(Promise.reject(reason), 'RangeError', 'x')
  await expect(assertRejects(Promise.reject(reason), 'TypeError', 'x')).rejects.toThrow('x: rejected with RangeError')
})
