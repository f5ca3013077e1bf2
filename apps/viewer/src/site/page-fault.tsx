/** What stands in the place of a page whose drawing failed: a message instead of nothing. */
import { Component, type ComponentChildren, type JSX } from 'preact'

export class PageFault extends Component<{ readonly children: ComponentChildren }, { readonly reason?: string }> {
  static override getDerivedStateFromError(failure: unknown): { readonly reason: string } {
    return { reason: failure instanceof Error ? failure.message : String(failure) }
  }

  override render(): JSX.Element {
    const { reason } = this.state
    if (reason === undefined) return <>{this.props.children}</>
    return (
      <div class="prose">
        <h1>This page could not be drawn</h1>
        <p role="alert">{reason}</p>
        <p>
          <a href={location.pathname}>Open it without what the address asks for</a>
        </p>
      </div>
    )
  }
}
