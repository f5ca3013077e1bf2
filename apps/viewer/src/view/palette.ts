/** Colours of the page. Importance runs from the darkest (most) to the lightest (least), viridis as in the figures. */
export const importanceColours = ['#440154', '#3b528b', '#21918c', '#5ec962', '#c9b100'] as const

/** Restarts, told apart by dash as well as by colour (Okabe and Ito). */
export const restartStyles = [
  { colour: '#0072b2', dash: '' },
  { colour: '#d55e00', dash: '6 3' },
  { colour: '#009e73', dash: '2 3' },
  { colour: '#7a5195', dash: '8 3 2 3' },
] as const
