/** Pictures that stand for pages where they are linked, as files of the site. */
import { fittingPicture } from '../src/site/fitting-picture.js'
import type { PrerenderedPage, previewCard } from '../src/site/prerender.js'
import { named, pngSize, type SiteFile } from './recorded.js'

export const previewFolder = 'previews'

/** Width over height of the space that a card has for a figure. */
const spaceRatio = 2.6

/**
 * @param pictures the recorded figures; the page of an experiment shows the one of its own that fits the card best.
 * @returns by the paths of pages.
 */
export async function previewsOf(
  pages: readonly PrerenderedPage[],
  pictures: readonly SiteFile[],
  draw: typeof previewCard,
): Promise<ReadonlyMap<string, SiteFile>> {
  const previews = new Map<string, SiteFile>()
  for (const { path, title, data } of pages) {
    const own = picturesIn(data).flatMap((name) => pictures.filter((picture) => picture.path === name))
    const sized = own.map(({ bytes }) => ({ bytes, ...pngSize(Buffer.from(bytes)) }))
    const best = fittingPicture(sized, spaceRatio)
    const name = path === '' ? 'front.png' : `${path.slice(0, -1).replaceAll('/', '-')}.png`
    previews.set(path, named(previewFolder, name, await draw(title, best)))
  }
  return previews
}

/** Paths of the figures that the page of an experiment shows. */
function picturesIn(data: unknown): string[] {
  const { pictures = [] } = (data ?? {}) as { readonly pictures?: readonly { readonly path: string }[] }
  return pictures.map(({ path }) => path)
}
