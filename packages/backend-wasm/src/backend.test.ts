/** The conformance suite on the routes that the cost model chooses, in one thread and in several. */
import { testBackend } from '@digon/model/testing'
import { describe, test } from 'vitest'
import { wasm } from './backend.js'

testBackend(wasm(), { describe, test, deterministic: true, exactMembers: true })
