/** A finished run of `digon reproduce` as plain facts for its pages: what was asked, seconds, claims, figures. Writes nothing. */
import { join } from 'node:path'
import { root } from '../setup.mjs'

/** From the builds: these packages are no dependencies of the workspace's root. */
const built = (path) => import(join(root, path))

/**
 * @throws {Error} when the folder is no run, is not finished, or was not made by `digon reproduce`.
 */
export async function readRun(directory) {
  const { openRun } = await built('packages/runs/dist/index.js')
  const { experiments: known, findExperiment } = await built('packages/experiments/dist/index.js')
  const { describeSettings } = await built('apps/cli/dist/report/settings.js')
  const run = await openRun(directory)
  const { record } = run
  if (record.status !== 'finished') throw new Error(`${directory}: the run is ${record.status}; finish it first`)
  if (record.spec.kind !== 'reproduce') throw new Error(`${directory}: no run of digon reproduce`)
  const json = async (path) => JSON.parse(new TextDecoder().decode(await run.read(path)))
  const { preset, seeds = 1 } = record.spec

  const experiments = []
  for (const id of record.spec.experiments) {
    const experiment = findExperiment(id)
    const { title, section, paper, method } = experiment
    const figures = []
    for (const figure of experiment.figures(await json(`${id}/numbers.json`))) {
      const file = `${id}-${figure.name}.png`
      figures.push({
        file,
        title: figure.title,
        description: figure.description,
        png: await run.read(`figures/${file}`),
      })
    }
    experiments.push({
      ...{ id, title, section, paper, method, directory, figures, preset, record },
      settings: experiment.plan(preset, record.seed).map(({ name, ensemble, steps, evaluationSamples }) => ({
        name,
        rows: [
          ...describeSettings(ensemble),
          ['steps', String(steps)],
          ['evaluation', `${evaluationSamples} fresh samples of each model`],
        ],
      })),
      claims: await json(`${id}/claims.json`),
      overSeeds: seeds > 1 ? await json(`${id}/claims-over-seeds.json`) : undefined,
      parts: partsOf(record, id),
    })
  }
  const asked = experiments.length === known.length ? 'all' : record.spec.experiments.join(' ')
  return { directory, record, asked, preset, seeds, experiments }
}

/** Experiments in the order of the paper. */
export async function inOrder(experiments) {
  const { experimentCatalog } = await built('packages/experiments/dist/catalog.js')
  const place = ({ id }) => experimentCatalog.findIndex((entry) => entry.id === id)
  return [...experiments].sort((a, b) => place(a) - place(b))
}

/** Seconds of an experiment's ensembles and of its analysis, for all seeds together; of older runs no more than their whole. */
function partsOf({ secondsByPart, seconds: whole, spec }, id) {
  const seconds = new Map()
  for (const [part, value] of Object.entries(secondsByPart)) {
    const [experiment, ensemble = 'analysis and figures'] = part.replace(/^seeds\/\d+\//, '').split('/')
    if (experiment === id) seconds.set(ensemble, (seconds.get(ensemble) ?? 0) + value)
  }
  if (seconds.size === 0 && spec.experiments.length === 1) return [{ name: 'the whole run', seconds: whole }]
  return [...seconds].map(([name, value]) => ({ name, seconds: value }))
}
