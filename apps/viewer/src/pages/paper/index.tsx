/** The page of one experiment: what the paper says, and what comes out here. */
import type { JSX } from 'preact'
import type { Head } from '../../site/page.js'
import { useAddress } from '../../site/root.js'
import type { DescribedExperiment } from './describe-experiments.js'
import './paper.css'

export const head = ({ title, section, paper }: DescribedExperiment): Head => ({
  title,
  description: `${section}. ${paper.split('\n\n')[0]!}`,
})

export function Page({ data }: { data: DescribedExperiment }): JSX.Element {
  const address = useAddress()
  return (
    <article class="prose">
      <p class="section-of-paper">
        <a href={address('paper/')}>The paper</a> · {data.section}
      </p>
      <h1>{data.title}</h1>
      <h2>What the paper says</h2>
      {data.paper.split('\n\n').map((paragraph) => (
        <p key={paragraph}>{paragraph}</p>
      ))}
    </article>
  )
}
