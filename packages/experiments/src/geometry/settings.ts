import type { CatalogEntry } from '../vocabulary/settings.js'

export const geometrySettings: CatalogEntry = {
  id: 'geometry',
  title: 'Regular shapes of equally important features',
  section: '§6 The geometry of superposition',
  presets: {
    quick: '120 features in 12 dimensions at 13 probabilities, 3 to 7 restarts each; 16 in 3 at six, 32 restarts each',
    paper: '400 features in 30 dimensions at 16 probabilities, 3 restarts each; 16 in 3 at six, 100 restarts each',
  },
}
