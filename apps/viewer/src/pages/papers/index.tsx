/** All experiments, in the order of the paper. */
import type { JSX } from 'preact'
import type { Head } from '../../site/page.js'
import { useAddress } from '../../site/root.js'
import type { DescribedExperiment } from '../paper/describe-experiments.js'

export const head: Head = {
  title: 'The paper, experiment by experiment',
  description:
    'Every result of Toy Models of Superposition: its figures, and claims that are judged while models train.',
}

export type ListedExperiment = Pick<DescribedExperiment, 'id' | 'title' | 'section' | 'summary'>

export function Page({ data }: { data: readonly ListedExperiment[] }): JSX.Element {
  const address = useAddress()
  return (
    <div class="prose">
      <h1>The paper, experiment by experiment</h1>
      <ul class="experiments">
        {data.map(({ id, title, section }) => (
          <li key={id}>
            <a href={address(`paper/${id}/`)}>{title}</a> <span class="quiet">{section}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}
