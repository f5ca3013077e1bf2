/** The front page: what superposition is, and the ways on. */
import type { JSX } from 'preact'
import type { Head } from '../../site/page.js'
import { useAddress } from '../../site/root.js'

export const head: Head = {
  title: 'Superposition you can touch',
  description:
    'How a small network stores more features than it has dimensions: models that train in your browser, the figures of Toy Models of Superposition, and claims that are judged.',
}

export function Page(): JSX.Element {
  const address = useAddress()
  return (
    <div class="prose">
      <h1>Superposition you can touch</h1>
      <p>
        A network can store more features than it has dimensions, if the features are rarely active together. It puts
        them at angles and pays with a little interference. Whether it does so changes abruptly, like a phase of matter.
      </p>
      <p>
        <a class="button primary" href={address('lab/')}>
          Train a model here
        </a>{' '}
        <a class="button" href={address('paper/')}>
          See what holds of the paper
        </a>
      </p>
    </div>
  )
}
