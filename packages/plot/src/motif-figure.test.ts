import { expect, test } from 'vitest'
import { renderSvg } from './drawing/render-svg.js'
import { type MotifFigureInput, motifFigure } from './index.js'
import { signedColors } from './palette.js'
import { marks, texts } from './testing/svg-marks.js'

const input: MotifFigureInput = {
  name: 'motif',
  title: 'Motif',
  description: 'The drawing of the paper.',
  panels: [
    {
      features: ['₀', '₅'],
      neurons: [
        { reads: [2, -0.5], putsOut: [0.5, 2] },
        { reads: [1.5, 0.01], putsOut: [0, -3] },
      ],
    },
  ],
}

test('every weight is a line with its number in the color of its sign, hardly any weight none', async () => {
  const svg = await renderSvg(motifFigure(input))
  const written = texts(svg).filter((text) => /^−?\d\.\d\d$/.test(text))
  expect([...new Set(written)].sort()).toEqual(['0.50', '1.50', '2.00', '−0.50', '−3.00'])
  const lines = marks(svg, 'mark-rule role-mark')
  const [negative, positive] = [signedColors[0]!, signedColors[6]!].map((color) => color.toLowerCase())
  expect(lines).toHaveLength(6)
  expect(texts(svg).join()).toContain("weights under a fiftieth of the panel's largest are left out")
  expect(lines.filter(({ stroke }) => stroke?.toLowerCase() === positive)).toHaveLength(4)
  expect(lines.filter(({ stroke }) => stroke?.toLowerCase() === negative)).toHaveLength(2)
})

test('a drawing of all weights does not say that some are left out', async () => {
  const [panel] = input.panels
  const neurons = [panel!.neurons[0], { reads: [1.5, 0.5], putsOut: [0, -3] }] as const
  const svg = await renderSvg(motifFigure({ ...input, panels: [{ ...panel!, neurons }] }))
  expect(texts(svg).join()).not.toContain('left out')
})

test('inputs, neurons and outputs are named', async () => {
  const named = texts(await renderSvg(motifFigure(input)))
  for (const name of ['x₀', 'x₅', 'y₀', 'y₅', 'ReLU']) expect(named).toContain(name)
})

test('a neuron without two numbers each way is refused', () => {
  const [panel] = input.panels
  const neurons = [panel!.neurons[0], { reads: [1], putsOut: [1, 1] }] as const
  expect(() => motifFigure({ ...input, panels: [{ ...panel!, neurons }] })).toThrow('panels[0].neurons[1].reads')
})
