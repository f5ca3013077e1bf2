/** What a page of the site may load: its own files and WebAssembly; nothing inline, nothing from any other address. */
export const contentSecurityPolicy: string = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ')
