/** Where an experiment is trained here: one button, how far it is, and what came of it. */
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { SeedField } from '../../../site/seed-field.js'
import { countInWords } from '../claim-in-words.js'
import type { DescribedExperiment } from '../describe-experiments.js'
import type { Stage } from './run-stages.js'
import type { Run, RunControl } from './use-run.js'

const stageWords: Readonly<Record<Stage, string>> = {
  untrained: 'untrained models',
  'tenth of training': 'a tenth of the training',
  trained: 'all of the training',
}

export function RunPanel({
  experiment,
  control,
}: {
  experiment: DescribedExperiment
  control: RunControl
}): JSX.Element {
  const { run, start, stop } = control
  /** Undefined while the field holds no seed. */
  const [seed, setSeed] = useState<number | undefined>(0)
  const running = run.state === 'running'
  return (
    <section class="run-panel" aria-labelledby="train">
      <h2 id="train">Train it here</h2>
      <p>
        The quick preset: {experiment.presets.quick ?? ''}. First with untrained models, then after a tenth of the
        training, then after all of it: the figures form, and the verdicts change.
      </p>
      <form
        class="run-controls"
        onSubmit={(event) => {
          event.preventDefault()
          if (!running && seed !== undefined) start({ id: experiment.id, seed })
        }}
      >
        <SeedField seed={seed ?? 0} disabled={running} onChange={setSeed} />
        {running ? (
          <button type="button" onClick={stop}>
            Stop
          </button>
        ) : (
          <button type="submit" class="primary" disabled={seed === undefined}>
            {run.state === 'none' ? 'Train the models' : 'Train again'}
          </button>
        )}
      </form>
      {running && <Progress run={run} />}
      <p role="status" class="run-status">
        {statusOf(run)}
      </p>
      {run.problem !== undefined && (
        <p role="alert" class="problem">
          <strong>This did not work:</strong> {run.problem}
        </p>
      )}
    </section>
  )
}

function Progress({ run: { progress } }: { run: Run }): JSX.Element {
  if (progress === undefined) return <p class="quiet">The engine is loading…</p>
  const { stage, ensemble, members, step, steps } = progress
  return (
    <div class="run-progress">
      <progress max={Math.max(1, steps)} value={step} aria-label="Steps of training" />
      <p class="quiet">
        {`${stageWords[stage]}: ${members} models of ${ensemble}, step ${step.toLocaleString('en')} of ${steps.toLocaleString('en')}`}
      </p>
    </div>
  )
}

/** Changes once a stage, so that it can be read aloud. */
function statusOf({ state, stage, claims, seed }: Run): string {
  const found = stage && claims ? `After ${stageWords[stage]}, ${countInWords(claims)}.` : ''
  if (state === 'ended') return `Done, from seed ${seed}. ${found}`
  if (state === 'stopped') return `Stopped. ${found}`
  return found
}
