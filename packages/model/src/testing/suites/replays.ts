/** Optimizer steps recorded with PyTorch, replayed on the backend. */
import type { Backend } from '../../backend.js'
import { assert } from '../compare.js'
import { pytorchReplayJson } from '../fixtures/pytorch-replay.js'
import { parseReplay, type ReplayCase, replayCase, replayLimits } from '../replay.js'
import type { Suite } from '../suite.js'

export function replaySuite(suite: Suite): void {
  suite.describe('steps recorded with PyTorch', () => {
    for (const recorded of parseReplay(JSON.parse(pytorchReplayJson)).cases) {
      suite.testWith(`replay: ${recorded.name}`, recorded.ensemble, () => checkCase(suite.backend, recorded))
    }
  })
}

async function checkCase(backend: Backend, recorded: ReplayCase): Promise<void> {
  const { relativeError, holds } = await replayCase(backend, recorded)
  const limits = replayLimits(backend)
  assert(holds, `relative errors ${JSON.stringify(relativeError)}; expected at most ${JSON.stringify(limits)}`)
}
