/** `@digon/plot/png`: pictures from SVG. Node only. */
export { type PngSize, renderPng } from './drawing/render-png.js'
