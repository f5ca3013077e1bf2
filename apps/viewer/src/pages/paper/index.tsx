/** The page of one experiment: what the paper says, its figures, its claims, and both again from models that train here. */
import { verdictsInWords } from '@digon/experiments/verdict'
import type { JSX } from 'preact'
import type { Head } from '../../site/page.js'
import { PageNotes, useShownParts } from '../../site/page-notes.js'
import { useAddress } from '../../site/root.js'
import { countVerdicts } from './claim-in-words.js'
import { ClaimsList } from './claims-list.js'
import type { DescribedExperiment } from './describe-experiments.js'
import { Figures } from './figures.js'
import { RunPanel } from './live/run-panel.js'
import { useRun } from './live/use-run.js'
import './paper.css'
import { VerdictCounts } from './verdict-counts.js'

export const head = ({ title, section, paper }: DescribedExperiment): Head => ({
  title,
  description: `${section}. ${paper.split('\n\n')[0]!}`,
})

/** Parts that an address may leave out, as `hide=text,method`. */
const hideable = ['text', 'train', 'figures', 'claims', 'method', 'repeat'] as const

export function Page({ data: experiment }: { data: DescribedExperiment }): JSX.Element {
  const address = useAddress()
  const control = useRun(() => new Worker(new URL('./live/experiment-worker.ts', import.meta.url), { type: 'module' }))
  const { shows, notes } = useShownParts(hideable, 'this page', [])
  const { recorded, pictures } = experiment
  const { stage, figures, claims } = control.run
  const stageWords =
    stage === 'trained' ? 'trained' : stage === 'untrained' ? 'untrained' : 'after a tenth of the training'
  return (
    <article class="paper">
      <header class="paper-head">
        <p class="quiet">
          <a href={address('paper/')}>All experiments</a> · {experiment.section}
        </p>
        <h1>{experiment.title}</h1>
        {recorded && <VerdictCounts counts={countVerdicts(recorded.claims)} />}
        <PageNotes notes={notes} />
      </header>
      {shows('text') && (
        <section class="paper-text" aria-labelledby="says">
          <h2 id="says">What the paper says</h2>
          <Paragraphs text={experiment.paper} />
          <Source experiment={experiment} />
        </section>
      )}
      {shows('train') && <RunPanel experiment={experiment} control={control} />}
      {shows('figures') && (
        <section aria-labelledby="figures">
          <h2 id="figures">Figures</h2>
          <Figures pictures={pictures} here={figures} stage={stageWords} />
        </section>
      )}
      {shows('claims') && (
        <section aria-labelledby="claims">
          <h2 id="claims">Claims</h2>
          {recorded ? (
            <p>
              {verdictsInWords(recorded.claims)} This is the recorded run: preset {recorded.preset}, seed{' '}
              {recorded.seed}, engine {recorded.backend}, {recorded.date}.
            </p>
          ) : (
            <p>No run of this experiment has been recorded yet. Train it here, and its claims are judged.</p>
          )}
          <ClaimsList recorded={recorded?.claims} here={claims} />
        </section>
      )}
      {shows('method') && (
        <section class="paper-text" aria-labelledby="method">
          <h2 id="method">What is done here</h2>
          <Paragraphs text={experiment.method} />
        </section>
      )}
      {shows('repeat') && (
        <section aria-labelledby="repeat">
          <h2 id="repeat">Repeat it in a terminal</h2>
          <Commands experiment={experiment} />
        </section>
      )}
    </article>
  )
}

/** Authors, year, and where it stands. */
function Source({ experiment: { publication, section } }: { experiment: DescribedExperiment }): JSX.Element {
  const { title, authors, year, address } = publication
  return (
    <p>
      {authors} ({year}), <a href={address}>{title}</a>. {section}
    </p>
  )
}

function Paragraphs({ text }: { text: string }): JSX.Element {
  return (
    <>
      {text
        .trim()
        .split('\n\n')
        .map((paragraph) => (
          <p key={paragraph} class="paper-prose">
            {paragraph}
          </p>
        ))}
    </>
  )
}

function Commands({ experiment: { id, presets } }: { experiment: DescribedExperiment }): JSX.Element {
  return (
    <dl class="commands">
      {Object.entries(presets).map(([preset, summary]) => (
        <div key={preset}>
          <dt>
            <code>{`digon reproduce ${id} --preset ${preset} --seed 0`}</code>
          </dt>
          <dd class="quiet">{summary}</dd>
        </div>
      ))}
    </dl>
  )
}
