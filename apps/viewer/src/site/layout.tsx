/** What all pages share: the skip link, the navigation, the place of the page, the foot. */
import type { ComponentChildren, JSX } from 'preact'
import { notKept } from './keep-site.js'
import { wholePage } from './page-view.js'
import { Root, useAddress } from './root.js'

export interface LayoutProps {
  /** The way to the root of the site. */
  readonly root: string
  /** Folder of the page that is shown. */
  readonly folder: string
  readonly children: ComponentChildren
}

/** Path, name, and the folders whose pages belong to it. */
const sections = [
  { path: 'lab/', name: 'Lab', folders: ['lab'] },
  { path: 'map/', name: 'Map', folders: ['map'] },
  { path: 'paper/', name: 'Paper', folders: ['papers', 'paper'] },
  { path: 'open/', name: 'Open', folders: ['open'] },
  { path: 'bench/', name: 'Bench', folders: ['bench'] },
] as const

export function Layout({ root, folder, children }: LayoutProps): JSX.Element {
  return (
    <Root.Provider value={root}>
      <a class="skip-link" href="#main">
        Skip to the content
      </a>
      <SiteHeader folder={folder} />
      <main id="main" class={`page-${folder}`} tabIndex={-1}>
        {children}
      </main>
      <EmbedOrigin />
      <SiteFooter />
    </Root.Provider>
  )
}

function SiteHeader({ folder }: { folder: string }): JSX.Element {
  const address = useAddress()
  return (
    <header class="site-header">
      <a class="site-name" href={address('')} aria-current={folder === 'front' ? 'page' : undefined}>
        <svg viewBox="0 0 16 16" width="20" height="20" aria-hidden="true">
          <path class="site-mark-line" d="M3 13L13 3" />
          <circle class="site-mark-first" cx="3" cy="13" r="2.6" />
          <circle class="site-mark-second" cx="13" cy="3" r="2.6" />
        </svg>
        Digon
      </a>
      <nav aria-label="Site">
        <ul>
          {sections.map(({ path, name, folders }) => (
            <li key={path}>
              <a
                href={address(path)}
                aria-current={(folders as readonly string[]).includes(folder) ? 'page' : undefined}
              >
                {name}
              </a>
            </li>
          ))}
        </ul>
      </nav>
    </header>
  )
}

/** The way back to the site, for a page in an article. The laboratory's address follows what is seen, so it is asked for late. */
function EmbedOrigin(): JSX.Element {
  const follow = ({ currentTarget }: { readonly currentTarget: HTMLAnchorElement }) => {
    currentTarget.href = wholePage(location.href)
  }
  return (
    <p class="embed-origin">
      <a href="." target="_blank" rel="noopener" onPointerEnter={follow} onFocus={follow} onClick={follow}>
        Open this page in Digon
      </a>
    </p>
  )
}

function SiteFooter(): JSX.Element {
  return (
    <footer class="site-footer">
      <p>
        Digon is a laboratory for <cite>Toy Models of Superposition</cite> (Elhage et al., 2022). Everything runs in
        your browser; nothing is sent anywhere.
      </p>
      <p role="status">
        {notKept.value !== undefined &&
          `The browser could not keep this site, so it does not open without a connection: ${notKept.value}. Nothing else is lost.`}
      </p>
    </footer>
  )
}
