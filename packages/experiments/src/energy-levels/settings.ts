import type { CatalogEntry } from '../vocabulary/settings.js'

export const energyLevelsSettings: CatalogEntry = {
  id: 'energy-levels',
  title: 'Features hop between levels as the loss drops',
  section: '§8 Learning dynamics: discrete energy levels',
  presets: {
    quick: '20 equal features in 5 dimensions, 8 restarts, 80 snapshots of each',
    paper: '32 restarts, five times as many steps of twice the samples, 120 snapshots',
  },
}
