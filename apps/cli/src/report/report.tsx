import { publicationOf, verdictsInWords } from '@digon/experiments'
import type { JSX } from 'preact'
import { renderToString } from 'preact-render-to-string'
import { ClaimsTable, claimCount, FailingClaims } from './claims-table.js'
import { overSeedsInWords } from './over-seeds-in-words.js'
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
              {`All experiments were run with ${facts.seeds} seeds. ${overSeedsInWords(over, facts.seeds)} The verdicts, numbers and figures below are those of the first seed. The tables say with how many seeds each claim holds.`}
            </p>
          )}
          <Facts
            rows={[
              ['command', facts.command],
              ['preset', facts.preset],
              facts.seeds > 1
                ? ['seeds', `${facts.seed} to ${facts.seed + facts.seeds - 1}`]
                : ['seed', String(facts.seed)],
              ['backend', `${facts.backend}, ${facts.arithmetic}`],
              ['versions', facts.versions.join(', ')],
            ]}
          />
          <FailingClaims experiments={facts.experiments} />
          {facts.experiments.length > 1 && <Contents experiments={facts.experiments} />}
          {facts.experiments.map((experiment) => (
            <Section key={experiment.experiment.id} facts={experiment} preset={facts.preset} />
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

/** What a reader wants first: what the paper says, our picture, the verdicts; then how it was made. */
function Section({ facts, preset }: { facts: ExperimentFacts; preset: string }): JSX.Element {
  const { experiment, claims } = facts
  const claimsId = `${experiment.id}-claims`
  const [picture, ...others] = facts.figures
  const trains = experiment.presets[preset as keyof typeof experiment.presets]
  return (
    <section id={experiment.id} aria-labelledby={`${experiment.id}-title`}>
      <h2 id={`${experiment.id}-title`}>{experiment.title}</h2>
      <p class="note">
        <a href={publicationOf(experiment).address}>{publicationOf(experiment).title}</a>
        {`, ${experiment.section} · experiment ${experiment.id} · `}
        <a href={`#${claimsId}`}>{claimCount(claims)}</a>
      </p>
      <h3>What the paper says</h3>
      <Paragraphs text={experiment.paper} />
      {picture && (
        <>
          <h3>Our figure</h3>
          <DrawnFigure {...picture} />
        </>
      )}
      <h3 id={claimsId}>Verdicts</h3>
      <p>{verdictsInWords(claims)}</p>
      <ClaimsTable facts={facts} />
      <h3>What we did</h3>
      {trains && <p>{`This report shows the preset ${preset}: ${trains}.`}</p>}
      <Paragraphs text={experiment.method} />
      {facts.diverged.length > 0 && (
        <p class="warning">
          {`Diverged and left out: ${facts.diverged.map(({ ensemble, member, step }) => `${ensemble}, member ${member}, step ${step}`).join('; ')}.`}
        </p>
      )}
      {facts.undrawn.map(({ name, reason }) => (
        <p key={name} class="warning">{`The figure ${name} could not be drawn: ${reason}.`}</p>
      ))}
      {facts.planned.map((task) => (
        <details key={task.name}>
          <summary>{`Settings of ${task.name}: ${task.ensemble.members.length} models, ${task.steps} steps`}</summary>
          <Facts
            rows={[
              ...describeSettings(task.ensemble),
              ['evaluation', `${task.evaluationSamples} fresh samples per model`],
            ]}
          />
        </details>
      ))}
      {others.length > 0 && <h3>More figures</h3>}
      {others.map((drawn) => (
        <DrawnFigure key={drawn.figure.name} {...drawn} />
      ))}
    </section>
  )
}

/** Two sentences below a picture; what is left of its description is folded away. */
function DrawnFigure({ figure, svg }: ExperimentFacts['figures'][number]): JSX.Element {
  const sentences = figure.description.split(/(?<=[.!?])\s+(?=[A-Z])/)
  const rest = sentences.slice(2).join(' ')
  return (
    <figure>
      <img alt={figure.description} src={`data:image/svg+xml;base64,${Buffer.from(svg, 'utf8').toString('base64')}`} />
      <figcaption>
        <strong>{figure.title}.</strong> {sentences.slice(0, 2).join(' ')}
        {rest && (
          <details>
            <summary>Numbers of this figure</summary>
            <p>{rest}</p>
          </details>
        )}
      </figcaption>
    </figure>
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
