import { testBackend } from '@digon/model/testing'
import { memory } from '@tensorflow/tfjs-core'
import { describe, test } from 'vitest'
import { tfjs } from './index.js'

const countResources = () => memory().numTensors

testBackend(tfjs('cpu'), { describe, test, deterministic: true, exactMembers: true, countResources })
