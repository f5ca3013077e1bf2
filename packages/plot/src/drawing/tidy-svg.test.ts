import { expect, test } from 'vitest'
import { tidySvg } from './tidy-svg.js'

const words = { name: 'fig', title: 'T', description: 'D' }

test('numbers in tags are rounded to thousandths, in texts they stay', () => {
  const svg =
    '<svg width="1"><path d="M0.12345,-7.99996L6.123233995736766e-17,-1e-15Z" x="12.5"/><text>3.14159 1e-7</text></svg>'
  expect(tidySvg(svg, words)).toBe(
    '<svg width="1" role="img"><title>T</title><desc>D</desc><path d="M0.123,-8L0,0Z" x="12.5"/><text>3.14159 1e-7</text></svg>',
  )
})

test('ids are renamed where they are made and where they are used, addresses of others are left', () => {
  const svg =
    '<svg><g clip-path="url(#clip7)"/><path fill="url(#gradient_3)" stroke="url(#else)"/><defs><clipPath id="clip7"/><linearGradient id="gradient_3"/></defs></svg>'
  expect(tidySvg(svg, words)).toContain(
    '<g clip-path="url(#fig-0)"/><path fill="url(#fig-1)" stroke="url(#else)"/><defs><clipPath id="fig-0"/><linearGradient id="fig-1"/></defs>',
  )
})

test('colors are shortened and labels of parts dropped', () => {
  const svg = '<svg><g role="graphics-symbol" aria-label="a point" fill="rgb(5, 255, 16)"/></svg>'
  expect(tidySvg(svg, words)).toContain('<g fill="#05ff10"/>')
})
