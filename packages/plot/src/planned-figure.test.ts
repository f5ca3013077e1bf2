import fc from 'fast-check'
import { expect, test } from 'vitest'
import { curvesFigure } from './curves-figure.js'
import { makeFigures, plannedFigure, renamedFigure } from './planned-figure.js'

const axes = { xAxis: { title: 'x' }, yAxis: { title: 'y' } }
const planned = (name: string, isSound: boolean) =>
  plannedFigure(curvesFigure, {
    ...{ name, title: name, description: name, ...axes },
    curves: [{ label: 'one', x: [1, 2], y: isSound ? [0, 1] : [Number.NaN, Number.NaN] }],
  })

test('in any list of figures those that can be drawn are drawn, in order, and the others are named with the reason', () => {
  fc.assert(
    fc.property(fc.array(fc.boolean()), (sound) => {
      const list = sound.map((isSound, index) => planned(`figure-${index}`, isSound))
      const { figures, undrawn } = makeFigures(list)
      const namesWhere = (wanted: boolean) => sound.flatMap((is, index) => (is === wanted ? [`figure-${index}`] : []))
      expect(figures.map(({ name }) => name)).toEqual(namesWhere(true))
      expect(undrawn.map(({ name }) => name)).toEqual(namesWhere(false))
      for (const { reason } of undrawn) expect(reason).toContain('no point that can be drawn')
    }),
  )
})

test('a figure under another name is the same picture', () => {
  const figure = planned('one', true)
  expect(renamedFigure(figure, 'two')).toMatchObject({ name: 'two' })
  expect(renamedFigure(figure, 'two').make()).toEqual({ ...figure.make(), name: 'two' })
})

test('a bug in making a figure is no bad number, and is thrown', () => {
  const bug = plannedFigure(
    () => {
      throw new TypeError('a bug')
    },
    { name: 'bug' },
  )
  expect(() => makeFigures([planned('one', true), bug])).toThrow(TypeError)
})

test('a figure that is made already, as an experiment from outside may return, is named with what would be right', () => {
  const { figures, undrawn } = makeFigures([planned('one', true).make() as never, planned('two', true)])
  expect(figures.map(({ name }) => name)).toEqual(['two'])
  expect(undrawn).toEqual([
    { name: 'one', reason: expect.stringContaining('expected plannedFigure(FUNCTION, INPUT) of @digon/plot') },
  ])
})
