import type { JSX } from 'preact'
import { renderToString } from 'preact-render-to-string'
import { ClaimsTable, claimCount, FailingClaims } from './claims-table.js'
import { overSeedsInWords } from './over-seeds-in-words.js'
import type { ExperimentFacts, ReportFacts } from './report-facts.js'
import { describeSettings } from './settings.js'
import { reportStyle } from './style.js'
import { verdictsInWords } from './verdicts-in-words.js'

/**
 * The report as one HTML file: no script, no network, figures inlined. A pure function of its facts.
 */
export function renderReport(facts: ReportFacts): string {
  return `<!doctype html>\n${renderToString(<Page facts={facts} />)}\n`
}

function Page({ facts }: { facts: ReportFacts }): JSX.Element {
  const claims = facts.experiments.flatMap((experiment) => experiment.claims)
  const over = facts.experiments.flatMap(({ overSeeds = [] }) => overSeeds)
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
          <p class="lead">{verdictsInWords(claims)}</p>
          {over.length > 0 && (
            <p>
              {`Everything was done from ${facts.seeds} seeds. ${overSeedsInWords(over, facts.seeds)} Verdicts, numbers and figures below are those of the first; the table of claims says how often each one holds.`}
            </p>
          )}
          <Facts
            rows={[
              ['command', facts.command],
              ['preset', facts.preset],
              facts.seeds > 1
                ? ['seeds', `${facts.seed} to ${facts.seed + facts.seeds - 1}`]
                : ['seed', String(facts.seed)],
              ['backend', facts.backend],
              ['versions', facts.versions.join(', ')],
            ]}
          />
          <FailingClaims experiments={facts.experiments} />
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
            {` (${experiment.section}): ${claimCount(claims)}`}
          </li>
        ))}
      </ol>
    </nav>
  )
}

function Section({ facts }: { facts: ExperimentFacts }): JSX.Element {
  const { experiment, claims } = facts
  const claimsId = `${experiment.id}-claims`
  return (
    <section id={experiment.id} aria-labelledby={`${experiment.id}-title`}>
      <h2 id={`${experiment.id}-title`}>{experiment.title}</h2>
      <p class="note">
        {`Paper ${experiment.section} · experiment ${experiment.id} · `}
        <a href={`#${claimsId}`}>{claimCount(claims)}</a>
      </p>
      <h3>What the paper says</h3>
      <Paragraphs text={experiment.paper} />
      <h3>What we did</h3>
      <Paragraphs text={experiment.method} />
      {facts.diverged.length > 0 && (
        <p class="warning">
          {`Diverged and left out: ${facts.diverged.map(({ ensemble, member, step }) => `${ensemble}, member ${member}, step ${step}`).join('; ')}.`}
        </p>
      )}
      {facts.planned.map((task) => (
        <details key={task.name}>
          <summary>{`Settings of ${task.name}: ${task.ensemble.members.length} models, ${task.steps} steps`}</summary>
          <Facts
            rows={[
              ...describeSettings(task.ensemble),
              ['evaluation', `${task.evaluationSamples} fresh samples of each model`],
            ]}
          />
        </details>
      ))}
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
      <h3 id={claimsId}>Claims</h3>
      <ClaimsTable facts={facts} />
    </section>
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
