import type { CatalogEntry } from '../vocabulary/settings.js'

export const absoluteValueSettings: CatalogEntry = {
  id: 'absolute-value',
  title: 'Computing absolute values in superposition',
  section: '§11 Computation in superposition',
  presets: {
    quick: '3 features in 6 neurons, 16 restarts; 100 in 40 at seven probabilities, 3 restarts each',
    paper: 'the same with larger batches and longer training, 32 restarts of the small model',
  },
}
