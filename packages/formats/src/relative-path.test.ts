import { expect, test } from 'vitest'
import { isPathInside } from './relative-path.js'

test.each(['weights.safetensors', 'checkpoints/100.safetensors', 'a/b/c', '..a', 'a..', '.hidden', 'é ü'])(
  '%j stays inside',
  (path) => {
    expect(isPathInside(path)).toBe(true)
  },
)

test.each([
  '',
  '.',
  '..',
  '../x',
  'a/../x',
  'a/..',
  './x',
  '/etc/passwd',
  'a//b',
  'a/',
  '..\\x',
  'C:x',
  'C:/x',
  '\\\\server\\x',
  'a\0b',
  'a\nb',
  'x'.repeat(1025),
])('%j does not', (path) => {
  expect(isPathInside(path)).toBe(false)
})
