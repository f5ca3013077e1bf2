import { type Backend, reference, type TrainedEnsemble, type TrainingTask } from '@digon/model'
import { nextTurn } from '@digon/model/engine'
import { expect, test } from 'vitest'
import { runExperiment } from '../run-experiment.js'
import { defineExperiment } from '../vocabulary/define-experiment.js'
import { type AuditEvent, auditExperiment } from './audit-experiment.js'
import type { AuditedSweeps, Fault } from './fault.js'
import { faults } from './faults.js'
import { judgedNumber, tinyExperiment } from './tiny-experiment.test-support.js'

const lossOf = (trained: AuditedSweeps) => trained.sets![0]!.members[0]!.loss
const published = (...names: readonly string[]) => faults.filter(({ name }) => names.includes(name))

const tiny = tinyExperiment({
  always: () => judgedNumber(4, true),
  never: () => judgedNumber(4, false),
  'loss-is-small': (trained) => judgedNumber(lossOf(trained), lossOf(trained) < 10),
})

/** Ensembles whose training was begun, by name; every training opens a session to train and one to evaluate. */
function counted(): { readonly backend: (task: TrainingTask) => Backend; readonly opened: string[] } {
  const opened: string[] = []
  const backend = ({ name }: TrainingTask): Backend => ({
    ...reference(),
    open(ensemble, options) {
      if (options?.snapshot === undefined) opened.push(name)
      return reference().open(ensemble, options)
    },
  })
  return { backend, opened }
}

/** Of claims that name no near misses. */
const unnamed = { nearMisses: [], unnoticed: [] }

test('a claim says whether it holds without a fault and under each, and whether it speaks about trained models', async () => {
  const tenfold: Fault = {
    name: 'losses times 1000',
    trained: ({ sets, ...others }) => ({
      ...others,
      sets: sets!.map((each) => ({
        ...each,
        members: each.members.map((member) => ({ ...member, loss: 1000 * member.loss })),
      })),
    }),
  }
  const { id, touchedBy, lossRatios, claims } = await auditExperiment(tiny, {
    seed: 1,
    backend: reference(),
    faults: [...published('untrained'), tenfold],
  })
  expect([id, touchedBy]).toEqual(['tiny', ['untrained', 'losses times 1000']])
  expect(Object.keys(lossRatios)).toEqual(['untrained'])
  expect(lossRatios.untrained).toBeGreaterThan(1.02)
  const holds = (holdsAll: boolean) => ({ none: holdsAll, untrained: holdsAll, 'losses times 1000': holdsAll })
  expect(claims).toEqual([
    { id: 'tiny/always', kind: 'self-check', trained: false, ...unnamed, holds: holds(true) },
    { id: 'tiny/never', kind: 'self-check', trained: false, ...unnamed, holds: holds(false) },
    {
      id: 'tiny/loss-is-small',
      kind: 'self-check',
      trained: true,
      ...unnamed,
      holds: { none: true, untrained: true, 'losses times 1000': false },
    },
  ])
})

test('a claim that holds under a near miss that it names is found out', async () => {
  const named = tinyExperiment({ 'loss-is-small': (trained) => judgedNumber(lossOf(trained), lossOf(trained) < 10) })
  const { description } = named
  const claims: typeof description.claims = (numbers) =>
    description
      .claims(numbers)
      .map(({ nearMisses: _, departs: __, ...row }) => ({ ...row, kind: 'paper', nearMisses: ['biases lost', 'mine'] }))
  const experiment = defineExperiment({ ...description, claims })
  const mine: Fault = {
    name: 'mine',
    trained: ({ sets, ...others }) => ({
      ...others,
      sets: sets!.map((each) => ({ ...each, members: each.members.map((member) => ({ ...member, loss: 1e6 })) })),
    }),
  }
  const audited = await auditExperiment(experiment, {
    seed: 1,
    backend: reference(),
    faults: [...published('biases lost'), mine],
  })
  expect(audited.claims).toMatchObject([
    { kind: 'paper', nearMisses: ['biases lost', 'mine'], unnoticed: ['biases lost'] },
  ])
})

test('faults in results share one training; faults in the plan train what they change', async () => {
  const results = counted()
  const inResults = published('biases lost', 'losses 10 % too high', 'noise on weights', 'members mixed up')
  await auditExperiment(tiny, { seed: 1, backend: results.backend, faults: inResults })
  expect(results.opened).toEqual(['sets', 'absolute'])

  const plans = counted()
  const inPlan = published('hidden penalty ignored', 'target without absolute value', 'learning rate times ten')
  await auditExperiment(tiny, { seed: 1, backend: plans.backend, faults: inPlan })
  expect(plans.opened).toEqual(['sets', 'absolute', 'absolute', 'sets', 'sets', 'absolute'])
})

test('what was trained before is not trained again, and the verdicts without a fault are those of a run', async () => {
  const run = await runExperiment(tiny, { seed: 1, backend: reference() })
  const trained = new Map<string, TrainedEnsemble>(run.trained.map((ensemble) => [ensemble.task.name, ensemble]))
  const { backend, opened } = counted()
  const { claims } = await auditExperiment(tiny, { seed: 1, backend, trained, faults: published('biases lost') })
  expect(opened).toEqual([])
  expect(claims.map(({ id, holds }) => [id, holds.none])).toEqual(run.claims.map(({ id, holds }) => [id, holds]))
})

test('a claim whose measurement throws, or that is missing, does not hold under that fault', async () => {
  const throwing: Fault = { name: 'nothing left', trained: ({ absolute }) => ({ absolute: absolute!, sets: [] }) }
  const emptied: Fault = {
    name: 'no members',
    trained: ({ sets, ...others }) => ({ ...others, sets: sets!.map((each) => ({ ...each, members: [] })) }),
  }
  const audit = (fault: Fault) => auditExperiment(tiny, { seed: 1, backend: reference(), faults: [fault] })
  const { claims } = await audit(emptied)
  expect(claims.map(({ holds, trained }) => [holds, trained])).toEqual([
    [{ none: true, 'no members': false }, false],
    [{ none: false, 'no members': false }, false],
    [{ none: true, 'no members': false }, false],
  ])
  await expect(audit(throwing)).rejects.toThrow(
    'invalid fault nothing left: trained gave an array of 0; expected 2 conditions in the sweep sets',
  )
})

test('a fault that does not touch the experiment changes no verdict and trains nothing', async () => {
  const { backend, opened } = counted()
  const elsewhere: Fault = { name: 'elsewhere', plan: (task) => ({ ...task }) }
  const { touchedBy, claims } = await auditExperiment(tiny, { seed: 1, backend, faults: [elsewhere] })
  expect([touchedBy, opened]).toEqual([[], ['sets', 'absolute']])
  for (const { holds } of claims) expect(holds.elsewhere).toBe(holds.none)
})

test('a wrong fault is refused before any training', async () => {
  const backend = (): Backend => expect.fail('nothing is trained')
  const refused = (fault: Fault) => expect(auditExperiment(tiny, { seed: 1, backend, faults: [fault] })).rejects
  const plan = (change: (task: TrainingTask) => unknown): Fault => ({
    name: 'mine',
    plan: change as Fault['plan'] & {},
  })
  await refused({ name: 'none' }).toThrow('invalid fault none; expected another name than none')
  await refused(plan(() => undefined)).toThrow('invalid fault mine: plan gave undefined')
  await refused(plan((task) => ({ ...task, name: 'other' }))).toThrow('expected sets: 4 members, 4 features')
  await refused(
    plan(() => {
      throw new Error('no idea')
    }),
  ).toThrow('invalid fault mine: plan threw Error: no idea')
  await refused(plan((task) => ({ ...task, ensemble: { ...task.ensemble, batchSize: -1 } }))).toThrow('batchSize')
  await expect(auditExperiment(tiny, { seed: 1, backend, preset: 'paper' })).rejects.toThrow('unknown preset: paper')
  await expect(auditExperiment(tiny, { seed: -1, backend })).rejects.toThrow('invalid seed: -1')
})

test('events name each fault that is planted, and an abort rejects with the signal’s reason', async () => {
  const events: AuditEvent[] = []
  const chosen = published('biases lost', 'sets ignored')
  await auditExperiment(tiny, { seed: 1, backend: reference(), faults: chosen, onEvent: (event) => events.push(event) })
  expect(events.filter(({ type }) => type === 'fault-start')).toEqual([
    { type: 'fault-start', fault: 'biases lost', index: 0, count: 2 },
    { type: 'fault-start', fault: 'sets ignored', index: 1, count: 2 },
  ])
  expect(events.at(-1)).toMatchObject({ type: 'ensemble-end', ensemble: 'absolute', reused: true })
  const controller = new AbortController()
  const reason = new Error('enough')
  const onEvent = ({ type }: AuditEvent) => type === 'fault-start' && controller.abort(reason)
  const aborted = auditExperiment(tiny, { seed: 1, backend: reference(), signal: controller.signal, onEvent })
  await expect(aborted).rejects.toBe(reason)
})

test('an abort that comes as an event gets through between two faults, though nothing is trained for them', async () => {
  const controller = new AbortController()
  const reason = new Error('enough')
  let planted = 0
  const onEvent = ({ type }: AuditEvent) => {
    if (type !== 'fault-start') return
    planted++
    void nextTurn().then(() => controller.abort(reason))
  }
  const faults = published('biases lost', 'sets ignored')
  const aborted = auditExperiment(tiny, { seed: 1, backend: reference(), faults, signal: controller.signal, onEvent })
  await expect(aborted).rejects.toBe(reason)
  expect(planted).toBe(1)
})
