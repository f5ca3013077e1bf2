/** The picture that stands for a page where it is linked: 1200 × 630 pixels with its title and a figure. Runs in Node. */
import { importanceColors } from '@digon/plot'
import { renderPng } from '@digon/plot/png'
import type { JSX } from 'preact'
import { renderToString } from 'preact-render-to-string'
import { recordedMap, recordedWeights } from '../pages/front/recorded-picture.js'
import { MapCells } from '../phase-map/map-picture.js'
import { cellsPerSide } from '../phase-map/map-plan.js'

/** A PNG picture with its size in pixels. */
export interface CardPicture {
  readonly bytes: Uint8Array
  readonly width: number
  readonly height: number
}

const size = { width: 1200, height: 630 }
const padding = 60
const titleSize = 52
/** Bold letters of this font are as wide as this share of their height, on average. */
const letterWidth = 0.62
const lettersPerLine = Math.floor((size.width - 2 * padding) / (letterWidth * titleSize))

/**
 * @param picture what is shown below the title. Default: the phase map and the model of the front page.
 * @returns the bytes of a PNG file.
 */
export function previewCard(title: string, picture?: CardPicture): Promise<Uint8Array> {
  const lines = linesOf(title, lettersPerLine)
  const top = padding + lines.length * titleSize * 1.25 + 20
  const height = size.height - top - padding
  const card = (
    <svg xmlns="http://www.w3.org/2000/svg" aria-hidden="true" {...size} viewBox={`0 0 ${size.width} ${size.height}`}>
      <rect {...size} fill="#fdfcf9" />
      <g font-family="DejaVu Sans" fill="#1b1b19">
        {lines.map((line, index) => (
          <text
            key={line}
            x={padding}
            y={padding + titleSize * (0.8 + 1.25 * index)}
            font-size={titleSize}
            font-weight="700"
          >
            {line}
          </text>
        ))}
      </g>
      {picture === undefined ? (
        <FrontPictures top={top} height={height} />
      ) : (
        <Picture {...picture} {...{ top }} space={height} />
      )}
      <Mark />
    </svg>
  )
  return renderPng(renderToString(card as JSX.Element))
}

/** Breaks between words, where a line would be longer than so many letters. */
export function linesOf(text: string, letters: number): string[] {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const last = lines.at(-1)
    if (last === undefined || last.length + 1 + word.length > letters) lines.push(word)
    else lines[lines.length - 1] = `${last} ${word}`
  }
  return lines
}

function Picture({ bytes, width, height, top, space }: CardPicture & { top: number; space: number }): JSX.Element {
  const scale = Math.min((size.width - 2 * padding) / width, space / height)
  return (
    <image
      href={`data:image/png;base64,${Buffer.from(bytes).toString('base64')}`}
      x={(size.width - scale * width) / 2}
      y={top + (space - scale * height) / 2}
      width={scale * width}
      height={scale * height}
    />
  )
}

function FrontPictures({ top, height }: { top: number; height: number }): JSX.Element {
  const { rows, columns, values } = recordedWeights
  const center = size.width - padding - height / 2
  const radius = height / 2.4
  return (
    <>
      <svg
        aria-hidden="true"
        x={padding}
        y={top}
        width={height}
        height={height}
        viewBox={`0 0 ${cellsPerSide} ${cellsPerSide}`}
      >
        <rect width={cellsPerSide} height={cellsPerSide} fill="#e8e5de" />
        <MapCells frame={recordedMap} />
      </svg>
      <g transform={`translate(${center - 60} ${top + height / 2})`} stroke-width="8" stroke-linecap="round">
        <circle r={radius / 1.08} fill="none" stroke="#86827a" stroke-width="2" stroke-dasharray="6 8" />
        {Array.from({ length: rows }, (_, feature) => {
          const [x, y] = [values[feature * columns]!, -values[feature * columns + 1]!].map(
            (part) => (radius * part) / 1.08,
          )
          const color =
            importanceColors[Math.round(((rows - 1 - feature) * (importanceColors.length - 1)) / (rows - 1))]!
          return (
            <g key={feature} stroke={color} fill={color}>
              <line x2={x} y2={y} />
              <circle cx={x} cy={y} r="8" />
            </g>
          )
        })}
      </g>
    </>
  )
}

function Mark(): JSX.Element {
  return (
    <g transform={`translate(${size.width - padding - 118} ${size.height - 22})`}>
      <path d="M4 -4L18 -18" stroke="#86827a" stroke-width="3" />
      <circle cx="4" cy="-4" r="5" fill="#443983" />
      <circle cx="18" cy="-18" r="5" fill="#229a63" />
      <text x="34" font-family="DejaVu Sans" font-size="26" font-weight="700" fill="#5a564d">
        Digon
      </text>
    </g>
  )
}
