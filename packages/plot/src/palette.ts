/**
 * Every color of every figure, so that one color means one thing everywhere. All are safe for color-blind readers:
 * sequential ones (excerpts of viridis and plasma) darken evenly, the diverging one (RdBu) avoids red against green, and the
 * categorical one is Okabe and Ito's. Ends that vanish on the paper's background are cut off.
 */

/** Behind every figure, as in the paper's notebook. */
export const background = '#FCFBF8'

/** Text and axes. */
export const ink = '#333333'

/** Lines that help the eye and carry no data. */
export const guide = '#DAD7CF'

/** Importance of a feature, least to most: viridis, turned so that the most important is the darkest. */
export const importanceColors: readonly string[] = [
  '#7AD151',
  '#44BF70',
  '#22A884',
  '#21918C',
  '#2C728E',
  '#3B528B',
  '#472D7B',
  '#440154',
]

/** Interference of a feature with the others, from 0 to 1 and more: plasma, dark blue to bright. */
export const interferenceColors: readonly string[] = [
  '#0D0887',
  '#5402A3',
  '#8B0AA5',
  '#B93289',
  '#DB5C68',
  '#F48849',
  '#FEBC2A',
]

/** Signed numbers from −1 (blue) over 0 (nearly white) to 1 (red): RdBu, without its ends that are both nearly black. */
export const signedColors: readonly string[] = [
  '#2166AC',
  '#67A9CF',
  '#D1E5F0',
  '#F7F7F7',
  '#FDDBC7',
  '#EF8A62',
  '#B2182B',
]

/** Series that have no order. Okabe and Ito's colors without their yellow, which is too pale for a line. */
export const seriesColors: readonly string[] = [
  '#0072B2',
  '#D55E00',
  '#009E73',
  '#CC79A7',
  '#E69F00',
  '#56B4E9',
  '#000000',
]

/** A second sign for series, needed from the eighth on: dash patterns in pixels (line, gap, …); the empty one is a full line. */
export const seriesDashes: readonly (readonly number[])[] = [[], [7, 4], [2, 3], [9, 3, 2, 3]]

/** Density of one feature relative to the others, sparser (blue) over equal to denser (yellow): cividis without its dark end. */
export const relativeDensityColors: readonly string[] = [
  '#123570',
  '#3B496C',
  '#575D6D',
  '#707173',
  '#A59C74',
  '#D2C060',
  '#FDE737',
]

/** Any measured quantity, least to most: from light green to dark blue, evenly darker. */
export const quantityColors: readonly string[] = [
  '#C7EBD8',
  '#83D4B4',
  '#4CB3AD',
  '#3691A6',
  '#356F9F',
  '#3E4E8C',
  '#382F56',
]

/** Whether a neuron stands for one feature, for several or for none. */
export const neuronColors = {
  monosemantic: '#009E73',
  polysemantic: '#CC79A7',
  silent: '#DAD7CF',
} as const

/** What becomes of a feature: not represented, in a dimension of its own, or in superposition; mixtures are `phaseColor`. */
export const phaseColors = {
  absent: '#E4E1DA',
  dedicated: '#0B3C9C',
  superposed: '#D6403A',
} as const
