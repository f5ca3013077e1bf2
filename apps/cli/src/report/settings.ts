import type { Ensemble, Member } from '@digon/model'

/** The settings of an ensemble in words, for the report: what every member shares, and the range of what differs. */
export function describeSettings(ensemble: Ensemble): readonly (readonly [name: string, value: string])[] {
  const { model, optimizer, members } = ensemble
  const schedule = optimizer.schedule
  return [
    [
      'model',
      model.kind === 'custom'
        ? `custom: ${model.name}`
        : `${model.featureCount} features in ${model.hiddenSize} dimensions, ${model.tied ? 'tied' : 'untied'}, hidden ${model.hiddenActivation}, output ${model.outputActivation}${model.outputBias ? ' with bias' : ' without bias'}${model.hiddenBias ? ', hidden bias' : ''}`,
    ],
    ['target', ensemble.target === 'identity' ? 'the input' : 'the absolute value of the input'],
    ['members', String(members.length)],
    ['data', distinct(members, describeData)],
    ['importance', distinct(members, (member) => describeCurve(member.importance))],
    [
      'optimizer',
      `${optimizer.kind}, learning rate ${distinct(members, (member) => String(member.learningRate))}, weight decay ${distinct(members, (member) => String(member.weightDecay))}`,
    ],
    [
      'schedule',
      `${schedule.kind}${schedule.warmUpSteps > 0 ? `, ${schedule.warmUpSteps} warm-up steps` : ''}${schedule.kind === 'constant' ? '' : `, ${schedule.totalSteps} steps`}`,
    ],
    ['batch', `${ensemble.batchSize} samples per member and step`],
    ['initial weights', distinct(members, describeInitialization)],
    ['seeds', describeSeeds(members)],
  ]
}

function describeData(member: Member): string {
  const { data } = member
  switch (data.kind) {
    case 'batches':
      return `${data.batches.length} fixed ${data.batches.length === 1 ? 'batch' : 'batches'}`
    case 'exactly':
      return `exactly ${data.activeCount} active, ${data.values?.kind ?? 'unit'} values`
    case 'independent': {
      const probability = typeof data.probability === 'number' ? shortNumber(data.probability) : 'one per feature'
      const kinds = [...new Set(data.groups?.map(({ kind }) => kind))].join(' and ')
      const groups = data.groups?.length ? `, ${data.groups.length} groups (${kinds})` : ''
      return `p = ${probability}${groups}${data.values && data.values.kind !== 'unit' ? `, ${data.values.kind} values` : ''}`
    }
    case 'hierarchy': {
      const roots = data.parents.filter((parent) => parent === null).length
      const sets = data.exclusive?.length ? `, ${data.exclusive.length} sets of exclusive siblings` : ''
      return `a hierarchy of ${roots} trees${sets}, ${data.values?.kind ?? 'unit'} values`
    }
    case 'copula': {
      const probability = typeof data.probability === 'number' ? shortNumber(data.probability) : 'one per feature'
      const correlation = typeof data.correlation === 'number' ? shortNumber(data.correlation) : 'by a matrix'
      return `p = ${probability}, correlated ${correlation} (Gaussian copula), ${data.values?.kind ?? 'unit'} values`
    }
    case 'latent':
      return `a latent process of ${data.probability.length} states, ${data.values?.kind ?? 'unit'} values`
  }
}

function describeInitialization({ initialization }: Member): string {
  switch (initialization.kind) {
    case 'xavier-normal':
      return `Xavier normal, fans ${initialization.fanIn} and ${initialization.fanOut}`
    case 'normal':
      return `normal, deviation ${shortNumber(initialization.deviation)}`
    case 'polygon':
      return `${initialization.corners}-gon of radius ${shortNumber(initialization.radius)}`
    case 'given':
      return 'given'
  }
}

function describeCurve(values: readonly number[]): string {
  const first = values[0] ?? 1
  if (values.every((value) => value === first)) return `${shortNumber(first)} for every feature`
  const last = values.at(-1)!
  const [least, most] = [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))]
  const isBetween = [first, last].includes(least) && [first, last].includes(most)
  if (!isBetween) return `between ${shortNumber(least)} and ${shortNumber(most)}, in no order`
  return `${shortNumber(first)} to ${shortNumber(last)}`
}

function describeSeeds(members: readonly Member[]): string {
  const seeds = members.map((member) => member.seed)
  const shown = seeds.slice(0, 4).join(', ')
  return seeds.length > 4 ? `${shown}, … (${seeds.length})` : shown
}

function distinct(members: readonly Member[], describe: (member: Member) => string): string {
  const values = [...new Set(members.map(describe))]
  return values.length > 12 ? `${values[0]} … ${values.at(-1)} (${values.length} different)` : values.join('; ')
}

function shortNumber(value: number): string {
  return String(Number(value.toPrecision(4)))
}
