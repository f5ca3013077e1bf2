/** The page that measures the engines in the visitor's browser. */
import type { JSX } from 'preact'
import type { Head } from '../../site/page.js'

export const head: Head = {
  title: 'Engines in your browser, measured',
  description: 'How fast the engines train in your browser, on the shapes of `digon bench`.',
}

export function Page(): JSX.Element {
  return (
    <div class="prose">
      <h1>Engines, measured</h1>
      <p>
        The command line measures engines: <code>digon bench</code>.
      </p>
    </div>
  )
}
