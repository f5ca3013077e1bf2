/** The figures of an experiment: the recorded pictures, and beside them those that form in this page. */
import type { JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { useAddress } from '../../site/root.js'
import type { RecordedPicture } from './describe-experiments.js'
import type { DrawnFigure } from './live/messages.js'

export interface FiguresProps {
  readonly pictures: readonly RecordedPicture[]
  readonly here: readonly DrawnFigure[] | undefined
  /** How far the models of the figures here are trained, in words. */
  readonly stage: string | undefined
}

export function Figures({ pictures, here = [], stage }: FiguresProps): JSX.Element {
  const recorded = pictures.map((picture) => ({ picture, drawn: here.find(({ name }) => name === picture.name) }))
  const further = here.filter(({ name }) => !pictures.some((picture) => picture.name === name))
  if (recorded.length === 0 && further.length === 0) {
    return <p>No figures have been recorded yet. Train the models, and they are drawn here.</p>
  }
  return (
    <div class="figures">
      {recorded.map(({ picture, drawn }, index) => (
        <div key={picture.name} class={drawn ? 'figure-pair' : 'figure-alone'}>
          <RecordedFigure picture={picture} first={index === 0} />
          {drawn && <DrawnHere figure={drawn} stage={stage} />}
        </div>
      ))}
      {further.map((figure) => (
        <DrawnHere key={figure.name} figure={figure} stage={stage} />
      ))}
    </div>
  )
}

function RecordedFigure({ picture, first }: { picture: RecordedPicture; first: boolean }): JSX.Element {
  const address = useAddress()
  const { title, description, preset, path, width, height } = picture
  return (
    <figure>
      <img
        src={address(path)}
        alt={description}
        width={width}
        height={height}
        loading={first ? 'eager' : 'lazy'}
        decoding="async"
      />
      <figcaption>
        {title} <span class="quiet">Recorded{preset && `, preset ${preset}`}.</span>
      </figcaption>
    </figure>
  )
}

function DrawnHere({ figure, stage }: { figure: DrawnFigure; stage: string | undefined }): JSX.Element {
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const { documentElement } = new DOMParser().parseFromString(figure.svg, 'image/svg+xml')
    const { width, height } = sizeOf(documentElement)
    // Without a size of its own the picture takes the width that there is.
    documentElement.setAttribute('viewBox', documentElement.getAttribute('viewBox') ?? `0 0 ${width} ${height}`)
    documentElement.removeAttribute('width')
    documentElement.removeAttribute('height')
    place.current?.replaceChildren(document.importNode(documentElement, true))
  }, [figure.svg])
  return (
    <figure>
      <div ref={place} class="drawn-here" />
      <figcaption>
        {figure.title} <span class="quiet">{`Here, ${stage}.`}</span>
      </figcaption>
    </figure>
  )
}

function sizeOf(svg: Element): { width: number; height: number } {
  const side = (name: string): number => Number.parseFloat(svg.getAttribute(name) ?? '0')
  return { width: side('width'), height: side('height') }
}
