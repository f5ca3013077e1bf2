import type { CatalogEntry } from '../vocabulary/settings.js'

export const collapseSettings: CatalogEntry = {
  id: 'collapse',
  title: 'From principal components to superposition',
  section: '§7 Geometry of non-uniform superposition: collapse',
  presets: {
    quick: 'three correlated pairs in two dimensions at thirteen probabilities, 16 restarts each',
    paper: '64 restarts, and 5,000 steps of 512 samples',
  },
}
