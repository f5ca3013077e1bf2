import { type PlanValue, readTable, readWeights } from '@digon/formats'
import { type AutoencoderModel, ensembleAt, type Parameters } from '@digon/model'
import { type PlannedFigure, renamedFigure, whyUndrawn } from '@digon/plot'
import type { RunFolder } from '@digon/runs'
import { type Sweep, sweepOf, taskOfCells } from '@digon/sweeps'
import { type ChosenModels, chooseModels, SweepFigureError, sweepFigure } from '@digon/sweeps/figures'
import { UsageError } from '../exit-code.js'
import { type DrawnMember, drawnMember, figuresOfMembers, mostPanels } from '../plot/figures-of-members.js'
import type { Terminal } from '../terminal.js'

/** Pictures of sweeps: one that is drawn into a finished sweep, and those that `digon plot` asks for. */

/** Draws the figure that a sweep's axes ask for into its run, as SVG; one that cannot be drawn is left out with a note. */
export async function writeSweepFigures(
  sweep: Sweep,
  table: Uint8Array,
  write: (path: string, content: Uint8Array | string) => Promise<void>,
  terminal: Terminal,
): Promise<void> {
  try {
    const figure = sweepFigure(sweep, await readTable(table, 'members.parquet'))
    const { renderSvg } = await import('@digon/plot/svg')
    await write(`figures/${figure.name}.svg`, await renderSvg(figure))
  } catch (error) {
    terminal.error(`no figure: ${error instanceof SweepFigureError ? error.message : whyUndrawn(error)}`)
  }
}

export interface SweepPlotOptions {
  readonly metric?: string
  readonly groupBy?: string
  readonly bestOf?: true
  readonly where?: Readonly<Record<string, PlanValue>>
  /** Models whose weights are drawn, instead of a metric over the axes; of every run with weights. */
  readonly members?: 'all' | readonly number[]
}

/** The figures of a finished sweep, made anew from its table, or from the weights of some of its models. */
export async function figuresOfSweep(run: RunFolder, options: SweepPlotOptions): Promise<readonly PlannedFigure[]> {
  const { directory } = run
  const { sweep } = sweepOf(run)
  if (run.state !== 'finished') {
    throw new UsageError(
      `${directory} is not finished, so it has no table yet; \`digon resume ${directory}\` continues it`,
    )
  }
  const table = await readTable(await run.read('members.parquet'), 'members.parquet')
  const { metric, groupBy, where, members } = options
  const choice = options.bestOf ? 'best' : undefined
  if (members === undefined) {
    const figure = sweepFigure(sweep, table, { metric, groupBy, where, choice })
    return [{ name: figure.name, make: () => figure }]
  }
  if (metric !== undefined || groupBy !== undefined) {
    throw new UsageError('--members draws the weights of models; leave out --metric and --group-by')
  }
  const cells = members === 'all' ? undefined : members
  return figuresOfModels(run, sweep, chooseModels(sweep, table, { cells, where, choice, most: mostPanels }))
}

/** Of models of several shapes, each shape has figures of its own, named by its size. */
async function figuresOfModels(
  run: RunFolder,
  { plan }: Sweep,
  { models, note }: ChosenModels,
): Promise<readonly PlannedFigure[]> {
  const weights = new Map<string, Parameters>()
  const shapes = new Map<string, { readonly model: AutoencoderModel; readonly members: DrawnMember[] }>()
  for (const { cell, task, member, divergedAt, conditions } of models) {
    const path = `${task}/weights.safetensors`
    const parameters = weights.get(path) ?? readWeights(await run.read(path), path)
    weights.set(path, parameters)
    const asked = taskOfCells(plan, [cell], 'drawn')
    const ensemble = ensembleAt(asked, Math.max(0, asked.steps - 1))
    const model = ensemble.model as AutoencoderModel
    const key = JSON.stringify(model)
    const shape = shapes.get(key) ?? { model, members: [] }
    shapes.set(key, shape)
    const fate = divergedAt === undefined ? '' : `, diverged at step ${divergedAt}`
    const { importance } = ensemble.members[0]!
    shape.members.push(drawnMember(parameters, member, { note: `model ${cell}${fate}`, importance, lines: conditions }))
  }
  return [...shapes.values()].flatMap(({ model, members }, index) => {
    const figures = figuresOfMembers(members, model.hiddenActivation, note)
    if (shapes.size === 1) return figures
    const name = `${index + 1}-n${model.featureCount}-m${model.hiddenSize}`
    return figures.map((figure) => renamedFigure(figure, `${figure.name}-${name}`))
  })
}
