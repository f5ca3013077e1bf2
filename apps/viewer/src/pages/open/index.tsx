/** The page that opens weights: what given weights show, without a server. */
import type { JSX } from 'preact'
import type { Head } from '../../site/page.js'

export const head: Head = {
  title: 'Open weights',
  description:
    'Drop a file of weights and see norms, interference, dimensionality and shapes. Nothing leaves your browser.',
}

export function Page(): JSX.Element {
  return (
    <div class="prose">
      <h1>Open weights</h1>
      <p>
        Files of weights are read by the command line: <code>digon analyze FILE</code>.
      </p>
    </div>
  )
}
