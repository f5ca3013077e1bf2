/** An experiment as the file that `digon train` reads, and the commands that repeat it: the same weights, bit for bit on `wasm`. */
import type { MemberChanges, Stage, StageChanges } from '@digon/model'
import type { Experiment } from './address.js'
import { isOutsideSettings } from './change.js'
import { changeMoment, firstMoment, type Moment } from './course.js'
import { describe, stageOf } from './describe.js'
import type { LiveName } from './settings.js'

export type TaskText = { readonly text: string } | { readonly reason: string }

/** The file's text; or why there is none: weights that were moved by hand are in no file of settings. */
export function taskText({ settings, changes, step }: Experiment): TaskText {
  const outside = changes.find(isOutsideSettings)
  if (outside !== undefined) {
    return {
      reason: `At step ${outside.fromStep} the weights themselves were changed (${outside.kind}), which no file of settings can say. The link repeats it, and the weights can be saved.`,
    }
  }
  let now = firstMoment(settings)
  const stages = new Map<number, StageChanges>()
  for (const change of changes) {
    now = changeMoment(now, change)
    if (change.fromStep === 0) continue
    stages.set(change.fromStep, joined(stages.get(change.fromStep), stageFor(now, change)))
  }
  const start = changes.filter(({ fromStep }) => fromStep === 0).reduce(changeMoment, firstMoment(settings))
  const lines = Object.entries(describe(start.settings, start.pinned)).map(
    ([name, value]) => `${name}: ${JSON.stringify(value)}`,
  )
  const list: readonly Stage[] = Array.from(stages, ([fromStep, set]) => ({ fromStep, set }))
  const staged = list.length === 0 ? [] : ['stages:', ...list.map((stage) => `  - ${JSON.stringify(stage)}`)]
  return { text: `${[...lines, `steps: ${step}`, ...staged].join('\n')}\n` }
}

/** For a shell: writes the file and trains it. */
export function commandText(experiment: Experiment): TaskText {
  const task = taskText(experiment)
  if ('reason' in task) return task
  return { text: `cat > lab.yaml <<'END'\n${task.text}END\ndigon train lab.yaml --backend wasm\n` }
}

function stageFor(after: Moment, change: Experiment['changes'][number]): StageChanges {
  if (change.kind !== 'set') return { members: { frozenFeatures: after.pinned } }
  return Object.keys(change.settings).reduce<StageChanges>(
    (all, name) => joined(all, stageOf(after.settings, name as LiveName)),
    {},
  )
}

function joined(before: StageChanges | undefined, next: StageChanges): StageChanges {
  const members = { ...(before?.members as MemberChanges | undefined), ...(next.members as MemberChanges | undefined) }
  return { ...before, ...next, ...(Object.keys(members).length > 0 && { members }) }
}
