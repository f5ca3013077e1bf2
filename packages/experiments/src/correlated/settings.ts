import type { CatalogEntry } from '../vocabulary/settings.js'

export const correlatedSettings: CatalogEntry = {
  id: 'correlated',
  title: 'Features that come together, and features that never do',
  section: '§7 Geometry of non-uniform superposition: correlated features',
  presets: {
    quick: 'the four set-ups of the paper and six independent features, 16 restarts each, 8 of the widest',
    paper: '64 restarts, 16 of the widest, and five times as many steps of twice the samples',
  },
}
