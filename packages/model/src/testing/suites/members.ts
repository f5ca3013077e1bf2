/** Members are independent: of their company, of one another's divergence, and sessions are independent of each other. */
import type { Progress, Snapshot } from '../../backend.js'
import { defineEnsemble } from '../../define-ensemble.js'
import type { Ensemble, Member } from '../../ensemble.js'
import type { Parameters, Tensor } from '../../parameters.js'
import { assert, assertParametersClose, assertSameBits, assertSameParameters } from '../compare.js'
import type { Suite } from '../suite.js'
import { assertSameRun, introEnsemble, train, withSession } from './training.js'

export function memberSuite(suite: Suite): void {
  suite.describe('members', () => {
    const company = companyOfSeven()
    suite.testWith('a member alone equals the same member among others, at any index', company, () =>
      checkAlone(suite, company),
    )
    for (const learningRate of [1e30, 3e38, 1e308]) {
      const ensemble = wildEnsemble(learningRate)
      suite.testWith(
        `a member that diverges is frozen at its last good state and spares the others: learning rate ${learningRate}`,
        ensemble,
        () => checkDivergence(suite, ensemble),
      )
    }
    for (const [what, value] of [
      ['NaN', Number.NaN],
      ['so large that its loss overflows', 1e200],
    ] as const) {
      suite.testWith(`a member whose bias is ${what} diverges at once and spares the others`, introEnsemble(), () =>
        checkBadStart(suite, value),
      )
    }
  })
}

function companyOfSeven(): Ensemble {
  const members = Array.from({ length: 7 }, (_, index) => ({
    seed: 70 + index,
    data: { probability: [1, 0.5, 0.2, 0.1, 0.05, 0.7, 0][index]! },
    importance: { base: 1 - index / 10 },
    learningRate: 0.005 * (index + 1),
    weightDecay: 0.02 * index,
    hiddenL1: index % 3 === 0 ? 0.01 : 0,
    frozenFeatures: index === 4 ? [2] : [],
  }))
  const model = { featureCount: 6, hiddenSize: 3, hiddenBias: true }
  return defineEnsemble({ model, batchSize: 20, members })
}

async function checkAlone(suite: Suite, company: Ensemble): Promise<void> {
  const among = await train(suite.backend, company, 8)
  const reversed = await train(suite.backend, { ...company, members: company.members.toReversed() }, 8)
  for (const [index, member] of company.members.entries()) {
    const alone = await train(suite.backend, withMembers(company, [member]), 8)
    const expected = onlyMembers(among, [index])
    assertSameRun(suite, suite.exactMembers, alone, expected, `member ${index} alone`)
    const last = company.members.length - 1 - index
    assertSameRun(
      suite,
      suite.exactMembers,
      onlyMembers(reversed, [last]),
      expected,
      `member ${index} at another index`,
    )
  }
}

/** Member 1 takes steps so large that its loss overflows, or the very first step does, in float32 and in float64. */
function wildEnsemble(learningRate: number): Ensemble {
  return defineEnsemble({
    model: { featureCount: 4, hiddenSize: 2, outputActivation: 'identity' },
    optimizer: { kind: 'sgd', momentum: 0.5 },
    batchSize: 16,
    shared: { data: { probability: 0.6 }, learningRate: 0.05 },
    members: [{ seed: 81 }, { seed: 82, learningRate, importance: 1000 }, { seed: 83 }],
  })
}

async function checkDivergence(suite: Suite, ensemble: Ensemble): Promise<void> {
  const { history, snapshot } = await withSession(suite.backend, ensemble, async (session) => {
    const history: Progress[] = []
    for (let step = 0; step < 8; step++) history.push(await session.advance(1))
    return { history, snapshot: await session.snapshot() }
  })
  const last = history.at(-1)!
  const step = divergedAt(last, 1)
  assert(step >= 0 && step <= 3, `member 1 diverged at step ${step}; expected one of the first`)
  divergedAt({ diverged: snapshot.diverged }, 1)
  for (const [done, { diverged, losses }] of history.entries()) {
    assert(diverged.length === (done < step ? 0 : 1), `after step ${done}: ${diverged.length} members have diverged`)
    assert(
      losses[1] !== Number.POSITIVE_INFINITY,
      `after step ${done}: the loss is Infinity; expected the last finite one`,
    )
  }
  if (step > 0) {
    assertSameBits([last.losses[1]!], [history[step - 1]!.losses[1]!], 'loss of the member that diverged')
  }

  const good = await withSession(suite.backend, ensemble, async (session) => {
    if (step > 0) await session.advance(step)
    return session.snapshot()
  })
  for (const kind of ['parameters', 'firstMoments', 'secondMoments'] as const) {
    const frozen = select(snapshot[kind], [1])
    for (const [name, { values }] of Object.entries(frozen)) {
      assert(values.every(Number.isFinite), `${kind}.${name} of the member that diverged is not finite`)
    }
    const subject = `${kind} of the member that diverged, against those before step ${step}`
    if (suite.deterministic) assertSameParameters(frozen, select(good[kind], [1]), subject)
    else assertParametersClose(frozen, select(good[kind], [1]), suite.tolerance, subject)
  }

  const tame = withMembers(ensemble, [ensemble.members[0]!, ensemble.members[2]!])
  const others = onlyMembers({ progress: last, snapshot }, [0, 2])
  assertSameRun(suite, suite.exactMembers, others, await train(suite.backend, tame, 8), 'members that did not diverge')

  const resumed = await train(suite.backend, ensemble, 3, snapshot)
  assert(divergedAt(resumed.progress, 1) === step, 'the step of divergence is lost by resuming')
  assertSameParameters(select(resumed.snapshot.parameters, [1]), select(snapshot.parameters, [1]), 'frozen, resumed')
  const expected = await train(suite.backend, tame, 11)
  assertSameRun(
    suite,
    suite.exactMembers && suite.deterministic,
    onlyMembers(resumed, [0, 2]),
    expected,
    'others, resumed',
  )
}

/** One bias of member 1 is set to a value at which no loss is finite. */
async function checkBadStart(suite: Suite, value: number): Promise<void> {
  const ensemble = introEnsemble()
  const { snapshot } = await train(suite.backend, ensemble, 4)
  const bias = snapshot.parameters.bias!
  const values = Float64Array.from(bias.values)
  values[values.length / 3] = value
  const parameters = { ...snapshot.parameters, bias: { ...bias, values } }
  const { progress, snapshot: end } = await train(suite.backend, ensemble, 3, { ...snapshot, parameters })
  assert(divergedAt(progress, 1) === 4, `member 1 diverged at step ${divergedAt(progress, 1)}; expected 4`)
  assert(Number.isNaN(progress.losses[1]), `losses[1]: ${progress.losses[1]}; expected NaN, no loss having been finite`)
  const expected = await train(suite.backend, ensemble, 3, snapshot)
  const others = onlyMembers({ progress, snapshot: end }, [0, 2])
  assertSameRun(suite, suite.exactMembers, others, onlyMembers(expected, [0, 2]), 'members that did not diverge')
  for (const kind of ['firstMoments', 'secondMoments'] as const) {
    assertSameParameters(select(end[kind], [1]), select(snapshot[kind], [1]), `${kind} of the member that diverged`)
  }
}

/** The step at which this member diverged; fails unless it is the only one that did. */
function divergedAt({ diverged }: Pick<Progress, 'diverged'>, member: number): number {
  const found = diverged.map((entry) => `${entry.member} at step ${entry.step}`).join(', ')
  assert(
    diverged.length === 1 && diverged[0]!.member === member,
    `diverged: ${found || 'none'}; expected member ${member}`,
  )
  return diverged[0]!.step
}

function withMembers(ensemble: Ensemble, members: readonly Member[]): Ensemble {
  return { ...ensemble, members }
}

/** What these members contribute to a run. */
function onlyMembers(
  run: { readonly progress: Progress; readonly snapshot: Snapshot },
  members: readonly number[],
): { readonly progress: Progress; readonly snapshot: Snapshot } {
  const { progress, snapshot } = run
  const [parameters, firstMoments, secondMoments] = [
    select(snapshot.parameters, members),
    select(snapshot.firstMoments, members),
    select(snapshot.secondMoments, members),
  ]
  return {
    progress: { ...progress, losses: Float64Array.from(members, (member) => progress.losses[member]!) },
    snapshot: { ...snapshot, parameters, firstMoments, secondMoments },
  }
}

function select(parameters: Parameters, members: readonly number[]): Parameters {
  const entries = Object.entries(parameters).map(([name, { shape, values }]): [string, Tensor] => {
    const size = values.length / shape[0]!
    const chosen = members.flatMap((member) => [...values.subarray(member * size, (member + 1) * size)])
    return [name, { shape: [members.length, ...shape.slice(1)], values: Float64Array.from(chosen) }]
  })
  return Object.fromEntries(entries)
}
