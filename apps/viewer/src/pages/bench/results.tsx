/** What was measured, as bars with their numbers, and as JSON to take away. */
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { type BrowserBenchDocument, withRatios } from './bench-document.js'
import type { ShapeTimes } from './messages.js'

export function Results({
  measured,
  document,
}: {
  readonly measured: readonly ShapeTimes[]
  readonly document: () => BrowserBenchDocument
}): JSX.Element {
  const { machine, crossOriginIsolated } = document()
  return (
    <section aria-labelledby="results">
      <h2 id="results">Steps a second</h2>
      <p class="lead quiet">
        Measured in {machine}
        {crossOriginIsolated ? '' : ', with coarse clocks: the page is not cross-origin isolated'}. The ratio is the
        time of a step over that of <code>wasm</code> with the most threads. Bars are to scale within each group of
        models.
      </p>
      <div class="bench-results">
        {measured.map((times) => (
          <ShapeTable key={times.shape} {...times} />
        ))}
      </div>
      <CopyJson document={document} />
    </section>
  )
}

function ShapeTable({ shape, engines }: ShapeTimes): JSX.Element {
  const fastest = Math.min(...engines.map(({ millisecondsPerStep }) => millisecondsPerStep))
  return (
    <table>
      <caption>{shape}</caption>
      <thead>
        <tr>
          <th scope="col">engine</th>
          <th scope="col" class="number">
            steps/s
          </th>
          <td />
          <th scope="col" class="number">
            ms a step
          </th>
          <th scope="col" class="number">
            ratio
          </th>
        </tr>
      </thead>
      <tbody>
        {withRatios(engines).map(({ name, threads, millisecondsPerStep, ratio }) => (
          <tr key={`${name} ${threads}`}>
            <th scope="row">{name === 'wasm' ? `${name}, ${threads}` : name}</th>
            <td class="number">{inWords(1000 / millisecondsPerStep)}</td>
            <td class="bench-bar">
              <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
                <rect height="10" width={(100 * fastest) / millisecondsPerStep} />
              </svg>
            </td>
            <td class="number">{inWords(millisecondsPerStep)}</td>
            <td class="number">{ratio === undefined ? '–' : inWords(ratio)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** Three digits that count. */
function inWords(value: number): string {
  return Number(value.toPrecision(3)).toLocaleString('en', { maximumFractionDigits: 6 })
}

function CopyJson({ document }: { readonly document: () => BrowserBenchDocument }): JSX.Element {
  const [said, setSaid] = useState('')
  /** For browsers that let no page write to the clipboard: the text to take by hand. */
  const [byHand, setByHand] = useState('')
  const copy = async (): Promise<void> => {
    const text = JSON.stringify(document(), null, 2)
    try {
      await navigator.clipboard.writeText(text)
      setByHand('')
      setSaid('Copied. digon bench --compare reads it.')
    } catch {
      setByHand(text)
      setSaid('The browser does not let this page copy. Here it is:')
    }
  }
  return (
    <div class="bench-copy">
      <button type="button" onClick={copy}>
        Copy as JSON
      </button>
      <span role="status">{said}</span>
      {byHand !== '' && <textarea readOnly rows={8} value={byHand} aria-label="To copy by hand" />}
    </div>
  )
}
