/**
 * What another program needs to show that it computes as we do: batches, losses on the first of them, and the parameters after ten
 * steps on all, from fresh moments, by the float64 reference.
 */
import { toDense } from '@digon/data'
import type { FileTensors } from '@digon/formats'
import { createBatchSource, type Ensemble, type Parameters, reference } from '@digon/model'

const steps = 10
/** Members and samples that are checked at most: enough to find any difference, and quick in any program. */
const mostMembers = 4
const mostSamples = 256

/**
 * Arrays by name: `batches` [step, member, sample, feature], `losses` [member], `after.*` parameters, `importance`
 * [member, feature], `learningRate`, `weightDecay`, `hiddenL1` [member].
 *
 * @param parameters of the trained ensemble, the member leading.
 */
export async function checkArrays(ensemble: Ensemble, parameters: Parameters): Promise<FileTensors> {
  const { model, optimizer } = ensemble
  const count = Math.min(mostMembers, ensemble.members.length)
  const sampleCount = Math.min(mostSamples, ensemble.batchSize)
  const schedule = { kind: 'constant', warmUpSteps: 0, totalSteps: 1 } as const
  const members = ensemble.members.slice(0, count).map((member, index) => {
    const own = Object.entries(parameters).map(([name, { shape, values }]) => {
      const size = values.length / shape[0]!
      return [name, { shape: shape.slice(1), values: values.slice(index * size, (index + 1) * size) }] as const
    })
    return { ...member, initialization: { kind: 'given', parameters: Object.fromEntries(own) } as const }
  })
  const shortened: Ensemble = { ...ensemble, optimizer: { ...optimizer, schedule }, batchSize: sampleCount, members }
  const draw = createBatchSource(shortened)
  const featureCount = model.featureCount
  const batches = new Float32Array(steps * count * sampleCount * featureCount)
  for (let step = 0; step < steps; step++) {
    for (let member = 0; member < count; member++) {
      batches.set(toDense(draw(member, step)), (step * count + member) * sampleCount * featureCount)
    }
  }
  const session = await reference().open(shortened)
  const { losses } = await session.evaluate(members.map((_, member) => draw(member, 0)))
  await session.advance(steps)
  const after = Object.entries(await session.parameters()).map(([name, tensor]) => [`after.${name}`, tensor] as const)
  await session.dispose()
  const perMember = (name: 'learningRate' | 'weightDecay' | 'hiddenL1') => ({
    shape: [count],
    values: Float64Array.from(members, (member) => member[name]),
  })
  return {
    batches: { shape: [steps, count, sampleCount, featureCount], values: batches },
    losses: { shape: [count], values: losses },
    importance: {
      shape: [count, featureCount],
      values: Float64Array.from(members.flatMap(({ importance }) => importance)),
    },
    learningRate: perMember('learningRate'),
    weightDecay: perMember('weightDecay'),
    hiddenL1: perMember('hiddenL1'),
    ...Object.fromEntries(after),
  }
}

/** Whether the script knows everything that this ensemble does. */
export function isCheckable({ model, members, optimizer }: Ensemble): boolean {
  return (
    model.kind === 'autoencoder' &&
    optimizer.kind !== 'sgd' &&
    members.every(({ frozenFeatures, data }) => frozenFeatures.length === 0 && data.kind !== 'batches')
  )
}
