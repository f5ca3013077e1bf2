import { loadExperiment, runExperiment } from '@digon/experiments'
import { decodeEnsemble, readHistory, readWeights } from '@digon/formats'
import { featureNorms, gramMatrix, interference } from '@digon/metrics'
import { memberParameters, memberWeights, reference } from '@digon/model'
import { type Figure, featureVectorFigure, gramFigure, lossFigure, normBarsFigure } from '@digon/plot'
import { loadTrainedEnsemble, type RunFolder } from '@digon/runs'
import { z } from 'zod'
import { UsageError } from '../exit-code.js'

/** The figures of a run, made anew from its numbers: nothing that a file draws is ever executed. */

const reproduceSpec = z.object({
  kind: z.literal('reproduce'),
  experiments: z.array(z.string()),
  preset: z.enum(['quick', 'paper']),
})
const trainSpec = z.object({ kind: z.literal('train'), ensemble: z.record(z.string(), z.unknown()) })

/** Panels that a figure of a training run shows at most; a picture of a thousand members helps nobody. */
const mostPanels = 20

export async function figuresOfRun(run: RunFolder): Promise<readonly Figure[]> {
  const reproduced = reproduceSpec.safeParse(run.record.spec)
  if (reproduced.success) return figuresOfExperiments(run, reproduced.data)
  const trained = trainSpec.safeParse(run.record.spec)
  if (trained.success) return figuresOfTraining(run, trained.data.ensemble)
  throw new UsageError(`${run.directory}: this version of digon knows no figures for such a run`)
}

async function figuresOfExperiments(
  run: RunFolder,
  { experiments, preset }: z.infer<typeof reproduceSpec>,
): Promise<readonly Figure[]> {
  const { seed } = run.record
  if (seed === null) throw new UsageError(`${run.directory}: the run has no seed`)
  const figures: Figure[] = []
  for (const id of experiments) {
    const experiment = await loadExperiment(id)
    const trained = new Map()
    for (const task of experiment.plan(preset, seed).tasks) {
      const loaded = await loadTrainedEnsemble(run, id, task)
      if (loaded.found !== 'saved') throw new UsageError(`${loaded.reason}; \`digon reproduce\` trains it again`)
      trained.set(task.name, loaded.trained)
    }
    // Everything is trained already, so the backend is never asked for anything.
    const result = await runExperiment(experiment, { preset, seed, backend: reference(), trained })
    figures.push(...result.figures.map((figure) => ofExperiment(figure, id)))
  }
  return figures
}

/** The figure under a name that no other experiment's figure has. */
export function ofExperiment(figure: Figure, experiment: string): Figure {
  return { ...figure, name: `${experiment}-${figure.name}` }
}

async function figuresOfTraining(run: RunFolder, document: Record<string, unknown>): Promise<readonly Figure[]> {
  const ensemble = await decodeEnsemble(document, 'run.json', run.read)
  const history = await readHistory(await run.read('history.parquet'), 'history.parquet')
  const losses = ensemble.members.map((_, member) => history.map((entry) => entry.losses[member]!))
  const figures: Figure[] = [
    lossFigure({
      name: 'loss',
      title: 'Loss of the batch over training',
      description: `Training losses of ${ensemble.members.length} members: the median as a line, best to worst as a band.`,
      series: [{ label: 'all members', steps: history.map(({ step }) => step), losses }],
    }),
  ]
  const { model } = ensemble
  if (model.kind === 'custom') return figures
  const parameters = readWeights(await run.read('weights.safetensors'), 'weights.safetensors')
  const members = ensemble.members.slice(0, mostPanels).map(({ data, importance }, member) => {
    const probability =
      data.kind === 'independent' && typeof data.probability === 'number' ? data.probability : undefined
    return {
      importance,
      weights: memberWeights(parameters, member),
      bias: memberParameters(parameters, member).bias?.values,
      label: { note: `member ${member}`, ...(probability !== undefined && { probability }) },
    }
  })
  const shown = ensemble.members.length > mostPanels ? ` The first ${mostPanels} of ${ensemble.members.length}.` : ''
  figures.push(
    gramFigure({
      name: 'gram',
      title: 'Products of feature vectors, and biases',
      description: `W Wᵀ of each member as a heat map with its output bias beside it.${shown}`,
      panels: members.map(({ weights, bias, label }) => ({
        ...label,
        gram: gramMatrix(weights),
        ...(bias && { bias }),
      })),
    }),
    normBarsFigure({
      name: 'norms',
      title: 'Norms of feature vectors',
      description: `Norm of each feature, colored by the interference from the others.${shown}`,
      hiddenSize: model.hiddenSize,
      panels: members.map(({ weights, label }) => {
        return { ...label, norms: featureNorms(weights), interference: interference(weights) }
      }),
    }),
  )
  if (model.hiddenSize !== 2) return figures
  const vectors = featureVectorFigure({
    name: 'vectors',
    title: 'Feature vectors',
    description: `The features of each member as arms in the plane, colored by importance.${shown}`,
    importance: members[0]!.importance,
    panels: members.map(({ weights, label }) => ({ ...label, weights })),
  })
  return [vectors, ...figures]
}
