/** What one opened file shows: a member of its models, or its table. */
import type { JSX } from 'preact'
import { valueInWords } from '../paper/claim-in-words.js'
import { Bars, GramMap, Plane } from './member-figures.js'
import type { MemberView, OpenedTableFacts, OpenedWeightsFacts } from './opened.js'

/** Rows of the table of features; the pictures show all. */
const mostRows = 100

export interface MemberPanelProps {
  readonly name: string
  readonly opened: OpenedWeightsFacts
  readonly view: MemberView
  readonly onMember: (member: number) => void
}

export function MemberPanel({ name, opened, view, onMember }: MemberPanelProps): JSX.Element {
  const { memberCount, notes } = opened
  return (
    <section aria-label={`Weights ${name}`} class="member">
      <h2>{`${name}: ${opened.file}`}</h2>
      {notes.map((note) => (
        <p key={note} class="quiet">
          {note}
        </p>
      ))}
      {memberCount > 1 && (
        <label class="member-choice">
          <span>{`Member, 0 to ${memberCount - 1}`}</span>
          <input
            type="number"
            min={0}
            max={memberCount - 1}
            value={view.member}
            onChange={({ currentTarget }) => {
              const member = Math.trunc(Number(currentTarget.value))
              if (member >= 0 && member < memberCount) onMember(member)
              else currentTarget.value = String(view.member)
            }}
          />
        </label>
      )}
      <dl class="facts">
        <Fact name="features" value={String(view.featureCount)} />
        <Fact name="dimensions" value={String(view.hiddenSize)} />
        <Fact name="represented (norm above ½)" value={String(view.represented)} />
        <Fact name="‖W‖²" value={valueInWords(view.frobeniusSquared)} />
        <Fact name="dimensions per feature" value={valueInWords(view.dimensionsPerFeature)} />
      </dl>
      <div class="member-figures">
        {view.plane.length > 0 && <Plane view={view} />}
        <GramMap view={view} />
        <div>
          <Bars title="Norms" values={view.norms} end={1} />
          <Bars title="Interference" values={view.interferences} end={1} />
          <Bars title="Dimensionality" values={view.dimensionalities} end={1} />
        </div>
      </div>
      <h3>Shapes</h3>
      <Shapes view={view} />
      <FeatureTable view={view} />
    </section>
  )
}

function Fact({ name, value }: { name: string; value: string }): JSX.Element {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  )
}

function Shapes({ view: { shapes, featureCount } }: { view: MemberView }): JSX.Element {
  if (shapes === undefined) return <p class="quiet">{`Not looked for among ${featureCount} features.`}</p>
  if (shapes.length === 0) return <p>No feature is represented.</p>
  return (
    <ul>
      {shapes.map((shape) => (
        <li key={shape}>{shape}</li>
      ))}
    </ul>
  )
}

function FeatureTable({ view }: { view: MemberView }): JSX.Element {
  const rows = view.norms.slice(0, mostRows)
  return (
    <details>
      <summary>{rows.length < view.norms.length ? `The first ${mostRows} features in numbers` : 'In numbers'}</summary>
      <table>
        <thead>
          <tr>
            <th scope="col">feature</th>
            <th scope="col">norm</th>
            <th scope="col">interference</th>
            <th scope="col">dimensionality</th>
            {view.bias.length > 0 && <th scope="col">bias</th>}
          </tr>
        </thead>
        <tbody>
          {rows.map((norm, feature) => (
            <tr key={feature}>
              <th scope="row">{feature}</th>
              <td>{valueInWords(norm)}</td>
              <td>{valueInWords(view.interferences[feature]!)}</td>
              <td>{valueInWords(view.dimensionalities[feature]!)}</td>
              {view.bias.length > 0 && <td>{valueInWords(view.bias[feature]!)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  )
}

export function TablePanel({ name, opened }: { name: string; opened: OpenedTableFacts }): JSX.Element {
  const { columns, rows, notes } = opened
  return (
    <section aria-label={`Table ${name}`} class="member">
      <h2>{`${name}: ${opened.file}`}</h2>
      {notes.map((note) => (
        <p key={note} class="quiet">
          {note}
        </p>
      ))}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the only way to scroll it with a keyboard */}
      <section class="wide-table" aria-label={`Rows of ${opened.file}`} tabIndex={0}>
        <table>
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column.name} scope="col">
                  {column.name}
                  {column.range && (
                    <span class="quiet">
                      {`${valueInWords(column.range.least)} … ${valueInWords(column.range.median)} … ${valueInWords(column.range.greatest)}`}
                    </span>
                  )}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, at) => (
              <tr key={at}>
                {row.map((cell, column) => (
                  <td key={columns[column]!.name}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <p class="quiet">Under each name: the least, the median and the greatest number of the whole column.</p>
    </section>
  )
}
