import type { JSX } from 'preact'
import { renderToString } from 'preact-render-to-string'
import { formatNumber } from '../text-table.js'
import type { ExperimentFacts, ReportFacts } from './report-facts.js'
import { describeSettings } from './settings.js'
import { reportStyle } from './style.js'

/**
 * The report as one HTML file: no script, no network, figures inlined. A pure function of its facts.
 */
export function renderReport(facts: ReportFacts): string {
  return `<!doctype html>\n${renderToString(<Page facts={facts} />)}\n`
}

function Page({ facts }: { facts: ReportFacts }): JSX.Element {
  const claims = facts.experiments.flatMap((experiment) => experiment.claims)
  const holding = claims.filter((claim) => claim.holds).length
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta
          http-equiv="Content-Security-Policy"
          content="default-src 'none'; img-src data:; style-src 'unsafe-inline'"
        />
        <title>{`Digon: ${facts.experiments.map(({ experiment }) => experiment.id).join(', ')}`}</title>
        <style dangerouslySetInnerHTML={{ __html: reportStyle }} />
      </head>
      <body>
        <main>
          <h1>Toy Models of Superposition, reproduced</h1>
          <p class="lead">
            {holding === claims.length
              ? `All ${claims.length} claims hold.`
              : `${holding} of ${claims.length} claims hold; ${claims.length - holding} do not.`}
          </p>
          <Facts
            rows={[
              ['command', facts.command],
              ['preset', facts.preset],
              ['seed', String(facts.seed)],
              ['backend', facts.backend],
              ['versions', facts.versions.join(', ')],
            ]}
          />
          {facts.experiments.length > 1 && <Contents experiments={facts.experiments} />}
          {facts.experiments.map((experiment) => (
            <Section key={experiment.experiment.id} facts={experiment} />
          ))}
        </main>
      </body>
    </html>
  )
}

function Contents({ experiments }: { experiments: readonly ExperimentFacts[] }): JSX.Element {
  return (
    <nav aria-label="Experiments">
      <h2>Contents</h2>
      <ol>
        {experiments.map(({ experiment, claims }) => (
          <li key={experiment.id}>
            <a href={`#${experiment.id}`}>{experiment.title}</a>
            {` (${experiment.section}): ${claims.filter((claim) => claim.holds).length} of ${claims.length} claims hold`}
          </li>
        ))}
      </ol>
    </nav>
  )
}

function Section({ facts }: { facts: ExperimentFacts }): JSX.Element {
  const { experiment } = facts
  return (
    <section id={experiment.id}>
      <h2>{experiment.title}</h2>
      <p class="note">{`${experiment.section} of the paper · experiment ${experiment.id}`}</p>
      <h3>What the paper says</h3>
      <Paragraphs text={experiment.paper} />
      <h3>What we did</h3>
      <Paragraphs text={experiment.method} />
      {facts.diverged.length > 0 && (
        <p class="warning">
          {`Diverged and left out: ${facts.diverged.map(({ ensemble, member, step }) => `${ensemble}, member ${member}, step ${step}`).join('; ')}.`}
        </p>
      )}
      <h3>Claims</h3>
      <Claims facts={facts} />
      <h3>Figures</h3>
      {facts.figures.map(({ figure, svg }) => (
        <figure key={figure.name}>
          <img
            alt={figure.description}
            src={`data:image/svg+xml;base64,${Buffer.from(svg, 'utf8').toString('base64')}`}
          />
          <figcaption>
            <strong>{figure.title}.</strong> {figure.description}
          </figcaption>
        </figure>
      ))}
      <h3>Settings and seeds</h3>
      {facts.planned.map((planned) => (
        <details key={planned.name}>
          <summary>{`${planned.name}: ${planned.ensemble.members.length} members, ${planned.steps} steps`}</summary>
          <Facts
            rows={[
              ...describeSettings(planned.ensemble),
              ['evaluation', `${planned.evaluationSamples} fresh samples a member`],
            ]}
          />
        </details>
      ))}
    </section>
  )
}

function Claims({ facts }: { facts: ExperimentFacts }): JSX.Element {
  return (
    <div class="wide">
      <table>
        <thead>
          <tr>
            <th scope="col">holds</th>
            <th scope="col">claim</th>
            <th scope="col">expected</th>
            <th scope="col">measured</th>
            <th scope="col">tolerance</th>
            <th scope="col">source</th>
            <th scope="col">must fail on</th>
          </tr>
        </thead>
        <tbody>
          {facts.claims.map((claim) => (
            <tr key={claim.id} class={claim.holds ? 'holds' : 'fails'}>
              <td>{claim.holds ? '✓ yes' : '✗ no'}</td>
              <td>
                {claim.statement}
                <br />
                <code>{claim.id}</code>
              </td>
              <td>{value(claim.expected)}</td>
              <td>{value(claim.measured)}</td>
              <td>{value(claim.tolerance)}</td>
              <td>{claim.source}</td>
              <td>{claim.control}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Facts({ rows }: { rows: readonly (readonly [string, string])[] }): JSX.Element {
  return (
    <dl>
      {rows.map(([name, text]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{text}</dd>
        </div>
      ))}
    </dl>
  )
}

function Paragraphs({ text }: { text: string }): JSX.Element {
  return (
    <>
      {text.split(/\n\s*\n/).map((paragraph) => (
        <p key={paragraph}>{paragraph.replace(/\s+/g, ' ').trim()}</p>
      ))}
    </>
  )
}

function value(of: number | string | boolean): string {
  if (typeof of === 'number') return formatNumber(of)
  if (typeof of === 'boolean') return of ? 'yes' : 'no'
  return of
}
