/** Every page of the site with its address. Loaded when the site is built; a browser loads one page alone. */
import * as bench from '../pages/bench/index.js'
import * as front from '../pages/front/index.js'
import * as lab from '../pages/lab/index.js'
import * as map from '../pages/map/index.js'
import * as open from '../pages/open/index.js'
import { countVerdicts } from '../pages/paper/claim-in-words.js'
import { describeExperiments, type Recorded } from '../pages/paper/describe-experiments.js'
import * as paper from '../pages/paper/index.js'
import * as papers from '../pages/papers/index.js'
import { fittingPicture } from './fitting-picture.js'
import type { PageModule, SitePage } from './page.js'

/** Width over height of the pictures on the cards of the list. */
const cardRatio = 2

/** @param recorded what pages on the paper show before anything is trained. */
export async function siteMap(recorded: Recorded): Promise<SitePage[]> {
  const experiments = await describeExperiments(recorded)
  const list = experiments.map(({ id, title, section, recorded: result, pictures }) => ({
    ...{ id, title, section, picture: fittingPicture(pictures, cardRatio) },
    claims: result && countVerdicts(result.claims),
  }))
  return [
    at('', 'front', front, undefined),
    at('lab/', 'lab', lab, undefined),
    at('map/', 'map', map, undefined),
    at('paper/', 'papers', papers, list),
    ...experiments.map((experiment) => at(`paper/${experiment.id}/`, 'paper', paper, experiment)),
    at('open/', 'open', open, undefined),
    at('bench/', 'bench', bench, undefined),
  ]
}

function at<Data>(path: string, folder: string, module: PageModule<Data>, data: Data): SitePage {
  return { path, folder, module: module as PageModule<never>, data }
}
