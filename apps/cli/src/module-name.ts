/** Whether a name on the command line is that of a module: `./engine.mjs`, `/abs/engine.js`, `package:NAME`. */
export function isModuleName(name: string): boolean {
  return name.startsWith('package:') || /^\.{0,2}[/\\]|\.[cm]?js$/.test(name)
}
