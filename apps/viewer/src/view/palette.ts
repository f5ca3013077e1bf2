/** Colors of the page, the same as in the figures of the command line. */

/** Importance of a feature, most to least: viridis, without its end that vanishes on white. */
export const importanceColors = ['#440154', '#3b528b', '#21918c', '#44bf70', '#7ad151'] as const

/** Restarts, told apart by dash as well as by color (Okabe and Ito). */
export const restartStyles = [
  { color: '#0072b2', dash: '' },
  { color: '#d55e00', dash: '7 4' },
  { color: '#009e73', dash: '2 3' },
  { color: '#000000', dash: '9 3 2 3' },
] as const
