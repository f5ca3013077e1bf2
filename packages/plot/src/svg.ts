/** `@digon/plot/svg`: drawing figures. Needs Vega, which is loaded at the first call. */
export { FigureDrawingError } from './drawing/figure-drawing-error.js'
export { loadVega, renderSvg } from './drawing/render-svg.js'
