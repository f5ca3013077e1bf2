/** All experiments, in the order of the paper. */
import type { JSX } from 'preact'
import type { Head } from '../../site/page.js'
import { PageNotes, useShownParts } from '../../site/page-notes.js'
import { useAddress } from '../../site/root.js'
import type { VerdictCount } from '../paper/claim-in-words.js'
import type { DescribedExperiment, RecordedPicture } from '../paper/describe-experiments.js'
import { VerdictCounts } from '../paper/verdict-counts.js'
import './papers.css'

export const head: Head = {
  title: 'The paper, experiment by experiment',
  description:
    'Every result of Toy Models of Superposition: its figures, and claims that are judged while models train.',
}

/** Parts that an address may leave out, as `hide=text`. */
const hideable = ['text'] as const

export interface ListedExperiment extends Pick<DescribedExperiment, 'id' | 'title' | 'section'> {
  /** Undefined where none was recorded. */
  readonly picture: RecordedPicture | undefined
  /** What became of the recorded claims; undefined where nothing was recorded. */
  readonly claims: readonly VerdictCount[] | undefined
}

export function Page({ data }: { data: readonly ListedExperiment[] }): JSX.Element {
  const address = useAddress()
  const { shows, notes } = useShownParts(hideable, 'this page', [])
  return (
    <div class="wide-page papers">
      <h1>The paper, experiment by experiment</h1>
      <PageNotes notes={notes} />
      {shows('text') && (
        <p class="lead">
          Each result of <cite>Toy Models of Superposition</cite> as something that can fail: what the paper says, what
          came out, and a button that trains the models here.
        </p>
      )}
      <ul>
        {data.map(({ id, title, section, picture, claims }) => (
          <li key={id}>
            <a href={address(`paper/${id}/`)}>
              {picture && (
                <img src={address(picture.path)} alt="" width={picture.width} height={picture.height} loading="lazy" />
              )}
              <span class="papers-title">{title}</span>
            </a>
            <p class="quiet">{section}</p>
            {claims !== undefined && <VerdictCounts counts={claims} />}
          </li>
        ))}
      </ul>
    </div>
  )
}
