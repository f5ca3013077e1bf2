import type { CatalogEntry } from '../vocabulary/settings.js'

export const phaseChangeSettings: CatalogEntry = {
  id: 'phase-change',
  title: 'An extra feature is ignored, shared or dedicated',
  section: '§5 Superposition as a phase change',
  presets: {
    quick: 'two features in one dimension and three in two, 9 × 9 cells of ten models each; 16 models without bias',
    paper: '17 × 17 cells of ten models each, 5,000 steps of 512 samples',
  },
}
