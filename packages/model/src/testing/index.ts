export { pytorchReplayJson } from './fixtures/pytorch-replay.js'
export type { Refusal, SuiteOptions, TestFunctions } from './suite.js'
export { testBackend } from './test-backend.js'
