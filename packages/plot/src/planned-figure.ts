/** Figures that are not made yet: in a list of them, one that cannot be drawn does not keep the others from being drawn. */
import { ShapeError } from '@digon/matrix'
import { FigureDrawingError } from './drawing/figure-drawing-error.js'
import type { Figure } from './figure.js'
import { InvalidFigureError } from './invalid-figure-error.js'

/** A figure that is drawn when it is asked for. */
export interface PlannedFigure {
  /** As `Figure.name`. */
  readonly name: string
  /** @throws {InvalidFigureError} or {ShapeError} when it cannot be drawn. */
  readonly make: () => Figure
}

/** A figure that could not be made. */
export interface UndrawnFigure {
  readonly name: string
  /** What was wrong with its numbers, for people. */
  readonly reason: string
}

/**
 * A figure by its function and its numbers, for example `plannedFigure(curvesFigure, { name, curves, … })`.
 *
 * @param input whose `name` is the figure's.
 */
export function plannedFigure<Input extends { readonly name: string }>(
  figureOf: (input: Input) => Figure,
  input: Input,
): PlannedFigure {
  return { name: input.name, make: () => figureOf(input) }
}

/** The same figure under another name. */
export function renamedFigure({ make }: PlannedFigure, name: string): PlannedFigure {
  return { name, make: () => ({ ...make(), name }) }
}

const expectedPlan = 'plannedFigure(FUNCTION, INPUT) of @digon/plot, which makes the figure when it is drawn'

/** Every figure that can be made, in order, and why the others cannot. @throws what is a bug and no figure's numbers. */
export function makeFigures(planned: readonly PlannedFigure[]): {
  readonly figures: readonly Figure[]
  readonly undrawn: readonly UndrawnFigure[]
} {
  const figures: Figure[] = []
  const undrawn: UndrawnFigure[] = []
  for (const { name, make } of planned) {
    try {
      // Experiments from outside may be plain JavaScript, and return figures that are made already.
      if (typeof make !== 'function') throw new InvalidFigureError(name, 'no function make', expectedPlan)
      figures.push(make())
    } catch (failure) {
      undrawn.push({ name, reason: whyUndrawn(failure) })
    }
  }
  return { figures, undrawn }
}

/** Why a figure was not made, or not drawn by `renderSvg` or `renderPng`. @throws any other failure. */
export function whyUndrawn(failure: unknown): string {
  const isAboutFigure =
    failure instanceof InvalidFigureError || failure instanceof ShapeError || failure instanceof FigureDrawingError
  if (!isAboutFigure) throw failure
  return failure.message
}
