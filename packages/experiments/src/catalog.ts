/**
 * Which experiments there are, in words. Loads nothing, so that a list of them is shown at once; what they do is behind
 * `findExperiment`.
 */

/** `quick`: seconds, judged in CI. `paper`: the paper's own sizes. */
export type PresetName = 'quick' | 'paper'

export interface CatalogEntry {
  /** As on the command line, for example `intro`. */
  readonly id: string
  readonly title: string
  /** Section of the paper, for example `§2 Introduction`. */
  readonly section: string
  /** The presets that it has, with a line on each. `quick` always exists and is the default. */
  readonly presets: Readonly<Partial<Record<PresetName, string>>>
}

export const introEntry: CatalogEntry = {
  id: 'intro',
  title: 'Five features in two dimensions',
  section: '§2 Introduction',
  presets: {
    quick: 'the three panels of the paper with 16 restarts each, nine further probabilities with 8',
    paper: "the same panels with the official notebook's batches, steps and learning rate, 16 restarts each",
  },
}

export const demonstrationEntry: CatalogEntry = {
  id: 'demonstration',
  title: 'More features than dimensions, against the linear model',
  section: '§3 Demonstrating superposition',
  presets: {
    quick: '20 features in 5 dimensions, linear models at three probabilities and ReLU models at four, 8 restarts each',
    paper: 'adds all seven probabilities, and 80 features in 20 dimensions',
  },
}

export const lossTermsEntry: CatalogEntry = {
  id: 'loss-terms',
  title: 'The loss taken apart: benefit, interference, active features',
  section: '§4 Mathematical understanding',
  presets: {
    quick: 'five features in two dimensions at four probabilities, and with exactly one active, 16 restarts each',
    paper: '32 restarts each, 10,000 steps of 1,024 samples',
  },
}

export const phaseChangeEntry: CatalogEntry = {
  id: 'phase-change',
  title: 'An extra feature is ignored, shared or dedicated',
  section: '§5 Superposition as a phase change',
  presets: {
    quick: 'two features in one dimension and three in two, 9 × 9 cells of ten models each; 16 models without bias',
    paper: '17 × 17 cells of ten models each, 5,000 steps of 512 samples',
  },
}

export const geometryEntry: CatalogEntry = {
  id: 'geometry',
  title: 'Regular shapes of equally important features',
  section: '§6 The geometry of superposition',
  presets: {
    quick: '120 features in 12 dimensions at 13 probabilities, 3 to 7 restarts each; 16 in 3 at six, 32 restarts each',
    paper: '400 features in 30 dimensions at 16 probabilities, 3 restarts each; 16 in 3 at six, 100 restarts each',
  },
}

export const adversarialEntry: CatalogEntry = {
  id: 'adversarial',
  title: 'Superposition makes models easy to attack',
  section: '§9 Adversarial vulnerability',
  presets: {
    quick: '60 features in 8 dimensions at nine probabilities, 3 restarts each',
    paper: '200 features in 20 dimensions, the same probabilities and restarts',
  },
}

export const correlatedEntry: CatalogEntry = {
  id: 'correlated',
  title: 'Features that come together, and features that never do',
  section: '§7 Geometry of non-uniform superposition: correlated features',
  presets: {
    quick: 'the four set-ups of the paper and six independent features, 16 restarts each, 8 of the widest',
    paper: '64 restarts, 16 of the widest, and five times as many steps of twice the samples',
  },
}

export const sparsityPenaltyEntry: CatalogEntry = {
  id: 'sparsity-penalty',
  title: 'A penalty on hidden units removes superposition',
  section: '§12 Strategic picture',
  presets: {
    quick: '20 features in 5 dimensions under eight penalties, 16 restarts each',
    paper: 'eleven penalties, 16 restarts each, longer training',
  },
}

export const noisySimulationEntry: CatalogEntry = {
  id: 'noisy-simulation',
  title: 'A noisy simulation of a larger model',
  section: '§1 and §12 Superposition as simulation',
  presets: {
    quick: '20 features in 5 dimensions at eight probabilities, 8 restarts each',
    paper: '80 features in 20 dimensions, 3 restarts each',
  },
}

export const collapseEntry: CatalogEntry = {
  id: 'collapse',
  title: 'From principal components to superposition',
  section: '§7 Geometry of non-uniform superposition: collapse',
  presets: {
    quick: 'three correlated pairs in two dimensions at thirteen probabilities, 16 restarts each',
    paper: '64 restarts, and 5,000 steps of 512 samples',
  },
}

export const privilegedBasisEntry: CatalogEntry = {
  id: 'privileged-basis',
  title: 'Neurons that stand for one feature or for several',
  section: '§10 Superposition in a privileged basis',
  presets: {
    quick: 'ten features in five ReLU neurons at six probabilities, 24 to 256 restarts each',
    paper: '100 to 400 restarts each, longer training',
  },
}

export const asymmetricMotifEntry: CatalogEntry = {
  id: 'asymmetric-motif',
  title: 'Two features on one neuron, unequally',
  section: '§11 Asymmetric superposition motif',
  presets: {
    quick: 'models of |x| with 20 features and ten neurons at three probabilities, 8 restarts each',
    paper: '32 restarts each, longer training',
  },
}

export const absoluteValueEntry: CatalogEntry = {
  id: 'absolute-value',
  title: 'Computing absolute values in superposition',
  section: '§11 Computation in superposition',
  presets: {
    quick: '3 features in 6 neurons, 16 restarts; 100 in 40 at seven probabilities, 3 restarts each',
    paper: 'the same with larger batches and longer training, 32 restarts of the small model',
  },
}

export const variedFeatureEntry: CatalogEntry = {
  id: 'varied-feature',
  title: 'One feature sparser than the others: from the pentagon to two digons',
  section: '§7 Geometry of non-uniform superposition: one feature varied',
  presets: {
    quick: 'five features in two dimensions, fourteen densities of one of them, 16 restarts each',
    paper: '100 restarts, and four times as many steps of four times the samples',
  },
}

export const geometricTransformationsEntry: CatalogEntry = {
  id: 'geometric-transformations',
  title: 'From lines over triangles to an octahedron',
  section: '§8 Learning dynamics: geometric transformations',
  presets: {
    quick: 'two correlated sets of three in three dimensions, 16 restarts, 80 snapshots of each',
    paper: '64 restarts, five times as many steps of twice the samples, 160 snapshots',
  },
}

export const energyLevelsEntry: CatalogEntry = {
  id: 'energy-levels',
  title: 'Features hop between levels as the loss drops',
  section: '§8 Learning dynamics: discrete energy levels',
  presets: {
    quick: '20 equal features in 5 dimensions, 8 restarts, 80 snapshots of each',
    paper: '32 restarts, five times as many steps of twice the samples, 120 snapshots',
  },
}

export const notebookEntry: CatalogEntry = {
  id: 'notebook',
  title: 'The official notebook: a hundred features in twenty dimensions',
  section: '§3 Demonstrating superposition: the official notebook',
  presets: {
    quick: 'the four probabilities with published numbers, 3 or 7 restarts each',
    paper: 'all twenty probabilities with the settings of the notebook, 3 restarts each, 16 at .151',
  },
}

/** In the order of the paper. */
export const experimentCatalog: readonly CatalogEntry[] = [
  introEntry,
  demonstrationEntry,
  notebookEntry,
  lossTermsEntry,
  phaseChangeEntry,
  geometryEntry,
  variedFeatureEntry,
  correlatedEntry,
  collapseEntry,
  energyLevelsEntry,
  geometricTransformationsEntry,
  adversarialEntry,
  privilegedBasisEntry,
  absoluteValueEntry,
  asymmetricMotifEntry,
  sparsityPenaltyEntry,
  noisySimulationEntry,
]
