/** Changes of a planned task that faults are made of: all members at once, in the ensemble and in the stages. */
import type { FeatureGroup, FeatureLaw, IndependentLaw } from '@digon/data'
import type { AutoencoderModel, Ensemble, LawChanges, MemberChanges, TrainingTask } from '@digon/model'

/** Changes fields that are there; a stage names few of them. */
type ChangeMember = (member: MemberChanges, ensemble: Ensemble) => MemberChanges

/** A plan fault that changes every member, wherever its fields are said. */
export function everyMemberOfPlan(change: ChangeMember): (task: TrainingTask) => TrainingTask {
  return (task) => {
    const { ensemble } = task
    // A complete member with fixed batches has no law: changes of laws leave it alone.
    const members = ensemble.members.map((member) => ({ ...member, ...change(member as MemberChanges, ensemble) }))
    const stages = task.stages?.map(({ fromStep, set }) => ({
      fromStep,
      set: { ...set, ...(set.members && { members: changedStage(set.members, (each) => change(each, ensemble)) }) },
    }))
    return { ...task, ensemble: { ...ensemble, members } as Ensemble, ...(stages && { stages }) }
  }
}

/** A plan fault that changes every feature law; fixed batches stay. */
export function everyLaw(
  change: (law: LawChanges, featureCount: number) => LawChanges,
): (task: TrainingTask) => TrainingTask {
  return everyMemberOfPlan((member, { model }) =>
    member.data === undefined || ('kind' in member.data && (member.data.kind as string) === 'batches')
      ? member
      : { ...member, data: change(member.data, model.featureCount) },
  )
}

/** A plan fault that multiplies one rate of every member. */
export function timesTen(field: 'learningRate' | 'weightDecay'): (task: TrainingTask) => TrainingTask {
  return everyMemberOfPlan((member) =>
    member[field] === undefined ? member : { ...member, [field]: 10 * member[field] },
  )
}

/** A plan fault that changes the model, where it is an autoencoder. */
export function changedModel(
  change: (model: AutoencoderModel) => Partial<AutoencoderModel>,
): (task: TrainingTask) => TrainingTask {
  return (task) => {
    const { model } = task.ensemble
    if (model.kind !== 'autoencoder') return task
    return { ...task, ensemble: { ...task.ensemble, model: { ...model, ...change(model) } } }
  }
}

/** The task with a share of its steps, from 0 to 1; every stage keeps its share of them, schedules stay as planned. */
export function shortened(task: TrainingTask, share: number): TrainingTask {
  const steps = Math.floor(task.steps * share)
  const { checkpoints: _, stages, ...kept } = task
  const record = task.record.flatMap((step) => (step === task.steps ? [steps] : step < steps ? [step] : []))
  return {
    ...kept,
    ...(stages && {
      stages: stages.map(({ fromStep, set }, k) => ({ fromStep: Math.max(k + 1, Math.floor(fromStep * share)), set })),
    }),
    steps,
    lossSteps: task.lossSteps.filter((step) => step < steps),
    record: [...new Set(record)],
  }
}

/** Every probability times a factor, at most 1. */
export function denser(law: LawChanges, factor: number): LawChanges {
  const times = (probability: number) => Math.min(1, probability * factor)
  const { probability, groups } = law as Partial<IndependentLaw>
  return {
    ...law,
    ...(probability !== undefined && {
      probability: typeof probability === 'number' ? times(probability) : probability.map(times),
    }),
    ...(groups && {
      groups: groups.map((group) => ({
        ...group,
        ...(group.probability !== undefined && { probability: times(group.probability) }),
      })),
    }),
  } as LawChanges
}

/** Values from −1 to 1 where they were from 0 to 1, and the reverse; constants stay. */
export function otherValues(law: LawChanges): LawChanges {
  const kind = (law as FeatureLaw).values?.kind ?? 'unit'
  if (kind === 'constant') return law
  return { ...law, values: { kind: kind === 'unit' ? 'signed' : 'unit' } } as LawChanges
}

/** Features are as often active as before, but no longer in sets. */
export function withoutSets(law: LawChanges, featureCount: number): LawChanges {
  const { groups, ...alone } = law as IndependentLaw
  if (groups === undefined || groups.length === 0) return law
  const own = alone.probability
  const probability = Array.from({ length: featureCount }, (_, i) => (typeof own === 'number' ? own : own[i]!))
  for (const group of groups) for (const i of group.features) probability[i] = probabilityIn(group, own)
  return { ...alone, probability }
}

function probabilityIn({ kind, features, probability: given }: FeatureGroup, own: number | readonly number[]): number {
  const probability = given ?? (own as number)
  return kind === 'together' ? probability : probability / features.length
}

function changedStage(
  members: MemberChanges | readonly MemberChanges[],
  change: (member: MemberChanges) => MemberChanges,
): MemberChanges | readonly MemberChanges[] {
  return Array.isArray(members) ? members.map(change) : change(members as MemberChanges)
}
