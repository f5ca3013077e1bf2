/** A finished run of `digon reproduce` as plain facts for its pages: what was asked, seconds, claims, figures. Writes nothing. */
import { join } from 'node:path'
import { root } from '../setup.mjs'

/** From the builds: these packages are no dependencies of the workspace's root. */
const built = (path) => import(join(root, path))

/**
 * @throws {Error} when the folder is no run, is not finished, or was not made by `digon reproduce`.
 */
export async function readRun(directory) {
  const { openRun, readTaskRecords } = await built('packages/runs/dist/index.js')
  const { experimentIds, loadExperiment, publicationOf } = await built('packages/experiments/dist/index.js')
  const { describeSettings } = await built('apps/cli/dist/report/settings.js')
  const { marginInWords, verdictsInWords } = await built('packages/experiments/dist/verdict.js')
  const { verdictInWords } = await built('apps/cli/dist/report/verdict-in-words.js')
  const { makeFigures } = await built('packages/plot/dist/index.js')
  const run = await openRun(directory)
  if (run.state !== 'finished') throw new Error(`${directory}: the run is ${run.state}; finish it first`)
  const { spec } = run.record
  if (spec.kind !== 'reproduce') throw new Error(`${directory}: no run of digon reproduce`)
  const { preset, seed, seeds } = spec
  const record = { ...run.record, seed }
  const seconds = secondsOf(run.record, await readTaskRecords(directory))
  const json = async (path) => JSON.parse(new TextDecoder().decode(await run.read(path)))

  const experiments = []
  for (const id of spec.experiments) {
    const experiment = await loadExperiment(id)
    const { title, section, paper, method, presets } = experiment
    const claims = await json(`${id}/claims.json`)
    const figures = []
    for (const figure of makeFigures(experiment.figures(await json(`${id}/numbers.json`))).figures) {
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
      publication: publicationOf(experiment),
      trains: presets[preset],
      verdicts: verdictsInWords(claims),
      settings: experiment.plan(preset, seed).tasks.map(({ name, ensemble, steps, evaluationSamples }) => ({
        name,
        rows: [
          ...describeSettings(ensemble),
          ['steps', String(steps)],
          ['evaluation', `${evaluationSamples} fresh samples of each model`],
        ],
      })),
      claims: claims.map((claim) => ({ ...claim, verdict: verdictInWords(claim), margin: marginInWords(claim) })),
      overSeeds: seeds > 1 ? await json(`${id}/claims-over-seeds.json`) : undefined,
      parts: partsOf(seconds, id, run.record),
    })
  }
  const asked = experiments.length === experimentIds.length ? 'all' : spec.experiments.join(' ')
  return { directory, record, asked, preset, seeds, experiments }
}

/** All verdicts in one line. */
export async function verdictsOf(experiments) {
  const { verdictsInWords } = await built('packages/experiments/dist/verdict.js')
  return verdictsInWords(experiments.flatMap(({ claims }) => claims))
}

/**
 * Runs of the same experiment from several seeds as one: everything of the smallest seed, and how often each claim held.
 *
 * @throws {Error} when two runs of an experiment have the same seed or different presets.
 */
export async function joinSeeds(experiments) {
  const { claimsOverSeeds } = await built('packages/experiments/dist/index.js')
  const ids = [...new Set(experiments.map(({ id }) => id))]
  return ids.map((id) => {
    const runs = experiments.filter((each) => each.id === id).sort((a, b) => a.record.seed - b.record.seed)
    const [first, ...others] = runs
    for (const [k, other] of others.entries()) {
      if (other.record.seed === runs[k].record.seed || other.preset !== first.preset) {
        throw new Error(
          `${other.directory}: another run tells of ${id} from seed ${other.record.seed}, or of another preset`,
        )
      }
    }
    const overSeeds = claimsOverSeeds(runs.map(({ record, claims }) => ({ seed: record.seed, claims })))
    return others.length === 0 ? first : { ...first, overSeeds }
  })
}

/** The 95 % interval of a share. */
export async function intervalOfShares() {
  const { wilsonInterval } = await built('packages/experiments/dist/vocabulary/statistics.js')
  return wilsonInterval
}

/** Experiments in the order of the paper. */
export async function inOrder(experiments) {
  const { experimentCatalog } = await built('packages/experiments/dist/catalog.js')
  const place = ({ id }) => experimentCatalog.findIndex((entry) => entry.id === id)
  return [...experiments].sort((a, b) => place(a) - place(b))
}

/** Seconds by part: in schema version 1 all of them stand in run.json, since then those of tasks in their own records. */
function secondsOf({ secondsByPart }, tasks) {
  return [...Object.entries(secondsByPart), ...[...tasks].map(([folder, { seconds }]) => [folder, seconds])]
}

/** Seconds of an experiment's ensembles and of its analysis, for all seeds together; of older runs no more than their whole. */
function partsOf(secondsOfParts, id, { seconds: whole, spec }) {
  const seconds = new Map()
  for (const [part, value] of secondsOfParts) {
    const [experiment, ensemble = 'analysis and figures'] = part.replace(/^seeds\/\d+\//, '').split('/')
    if (experiment === id) seconds.set(ensemble, (seconds.get(ensemble) ?? 0) + value)
  }
  if (seconds.size === 0 && spec.experiments.length === 1) return [{ name: 'the whole run', seconds: whole }]
  return [...seconds].map(([name, value]) => ({ name, seconds: value }))
}
