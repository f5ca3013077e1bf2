import { describe, expect, test } from 'vitest'
import { defineEnsemble } from './define-ensemble.js'
import { reference } from './reference.js'
import { testBackend } from './testing/index.js'

testBackend(reference(), { describe, test, deterministic: true, exactMembers: true, tolerance: 1e-12 })

test('x', () => {
  expect(defineEnsemble).toBeDefined()
})
