/** The page at the root of the site; what it shows is `front.tsx`. */
import type { JSX } from 'preact'
import type { Head } from '../../site/page.js'
import { useAddress } from '../../site/root.js'
import { Front } from './front.js'

export const head: Head = {
  title: 'More features than dimensions',
  description:
    'How a small network stores more features than it has dimensions: models that train in your browser, the figures of Toy Models of Superposition, and claims that are judged.',
}

export function Page(): JSX.Element {
  const address = useAddress()
  return <Front lab={address('lab/')} paper={address('paper/')} />
}
