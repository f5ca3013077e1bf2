import { testBackend } from '@digon/model/testing'
import { describe, test } from 'vitest'
import engine from './engine.mjs'

testBackend(engine, { describe, test, deterministic: true, exactMembers: true })
