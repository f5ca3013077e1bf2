import { matrixFromRows } from '@digon/matrix'
import { expect, test } from 'vitest'
import { renderSvg } from './drawing/render-svg.js'
import { type WeightMapInput, weightMapFigure } from './index.js'
import { signedColors } from './palette.js'
import { marks, texts } from './testing/svg-marks.js'

const input: WeightMapInput = {
  name: 'weights',
  title: 'Weights',
  description: 'Two neurons.',
  panels: [
    {
      weights: matrixFromRows([
        [0, 1.5],
        [-1, 0.04],
      ]),
      neurons: [{ kind: 'monosemantic' }, { kind: 'monosemantic' }],
    },
  ],
}

test('cells have the color of their weight, neurons in the order of their largest feature', async () => {
  const cells = marks(await renderSvg(weightMapFigure(input)), 'mark-rect role-mark')
  const [negative, , , neutral, , , positive] = signedColors.map((color) => color.toLowerCase())
  // Column by column: the second neuron reads the first feature and stands first.
  expect(cells).toHaveLength(4)
  expect([cells[0]!.fill, cells[2]!.fill, cells[3]!.fill]).toEqual([positive, neutral, negative])
})

test('weights of a tenth and more are written out', async () => {
  const svg = await renderSvg(weightMapFigure(input))
  const written = texts(svg).filter((text) => /^−?\d\.\d\d$/.test(text))
  expect(written).toEqual(['1.50', '−1.00'])
})

test('panels of other sizes are refused', () => {
  const [first] = input.panels
  const other = { weights: matrixFromRows([[1, 0]]), neurons: first!.neurons }
  expect(() => weightMapFigure({ ...input, panels: [first!, other] })).toThrow('panels[1].weights')
  expect(() => weightMapFigure({ ...input, panels: [{ ...first!, neurons: [] }] })).toThrow('panels[0].neurons')
})
