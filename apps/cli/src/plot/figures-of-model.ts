import type { PlannedFigure } from '@digon/plot'
import { analyzeMembers, isUnreadable, type MeasuredModel } from '../analyze/analyze-members.js'
import { UsageError } from '../exit-code.js'
import { drawnMember, figuresOfMembers, mostPanels } from './figures-of-members.js'

/** The figures of weights, whoever trained them: those of the members that are asked for, or of the first ones. */

/** What a run knows of a member, and a file of weights does not. */
export interface KnownMember {
  /** P(feature is active) that its training ended with. */
  readonly probability?: number
  /** `[feature]`. */
  readonly importance: readonly number[]
  /** The step from which on it was not trained any more. */
  readonly divergedAt?: number
  /** In what it differs from others, besides probability and importances, for example `learning rate 0.01`. Default nothing. */
  readonly conditions?: readonly string[]
}

/** Options of `figuresOfModel`. */
export interface ModelFiguresOptions {
  /** What is known of a member, each for itself. Default: nothing; then all colors are the same, and no order is claimed. */
  readonly knownOf?: (member: number) => KnownMember | undefined
  /** Members to draw, from 0. Default: all, as far as there is room. */
  readonly members?: readonly number[] | undefined
}

/**
 * @throws {ShapeError} when no member has numbers that can be drawn.
 * @throws {UsageError} when a member is asked for that there is not.
 */
export function figuresOfModel(model: MeasuredModel, options: ModelFiguresOptions = {}): readonly PlannedFigure[] {
  const { knownOf = () => undefined, members: asked } = options
  const { parameters, hiddenActivation } = model
  const analyzed = analyzeMembers(model)
  const unknown = asked?.find((member) => member >= analyzed.length)
  if (unknown !== undefined) throw new UsageError(`no member ${unknown}; members are 0 to ${analyzed.length - 1}`)
  const wanted = asked ?? [...analyzed.keys()]
  const readable = wanted.filter((member) => !isUnreadable(analyzed[member]!))
  if (readable.length === 0) throw new UsageError('none of these members has weights that can be drawn')
  // Weights that ran away would set the scale, on which nothing else could be seen.
  const sound = readable.filter((member) => knownOf(member)?.divergedAt === undefined)
  const chosen = sound.length > 0 ? sound : readable
  const members = chosen.slice(0, mostPanels).map((member) => {
    const { probability, importance, divergedAt, conditions } = knownOf(member) ?? {}
    const fate = divergedAt === undefined ? '' : `, diverged at step ${divergedAt}`
    return drawnMember(parameters, member, {
      note: `member ${member}${fate}`,
      ...(probability !== undefined && { probability }),
      ...(importance && { importance }),
      ...(conditions && conditions.length > 0 && { lines: conditions }),
    })
  })
  const count = (of: number) => of.toLocaleString('en')
  const left = [
    asked === undefined ? '' : `${count(members.length)} of ${count(analyzed.length)} models`,
    members.length < chosen.length ? `the first ${count(members.length)} of ${count(chosen.length)} models` : '',
    chosen.length < readable.length ? `${count(readable.length - chosen.length)} that diverged left out` : '',
    readable.length < wanted.length
      ? `${count(wanted.length - readable.length)} left out: their numbers are not finite`
      : '',
  ]
  return figuresOfMembers(members, hiddenActivation, left.filter((text) => text !== '').join('; '))
}
