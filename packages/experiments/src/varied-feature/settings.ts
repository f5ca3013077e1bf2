import type { CatalogEntry } from '../vocabulary/settings.js'

export const variedFeatureSettings: CatalogEntry = {
  id: 'varied-feature',
  title: 'One feature sparser than the others: from the pentagon to two digons',
  section: '§7 Geometry of non-uniform superposition: one feature varied',
  presets: {
    quick: 'five features in two dimensions, fourteen densities of one of them, 16 restarts each',
    paper: '100 restarts, and four times as many steps of four times the samples',
  },
}
