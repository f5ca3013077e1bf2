import type { CatalogEntry } from '../vocabulary/settings.js'

export const noisySimulationSettings: CatalogEntry = {
  id: 'noisy-simulation',
  title: 'A noisy simulation of a larger model',
  section: '§1 and §12 Superposition as simulation',
  presets: {
    quick: '20 features in 5 dimensions at eight probabilities, 8 restarts each',
    paper: '80 features in 20 dimensions, 3 restarts each',
  },
}
