/**
 * Node hooks that read tfjs-core's modules as bundlers do: they are written as modules, in a package that says nothing of it,
 * and leave the endings of files away. Without them Node cannot load tfjs's own gradients. Used by stock-tfjs.mjs only.
 */
const inCore = /\/@tensorflow\/tfjs-core\/dist\/(?!tf-core)/

export function resolve(specifier, context, next) {
  const bare = specifier.startsWith('.') && !specifier.endsWith('.js') && inCore.test(context.parentURL ?? '')
  return next(bare ? `${specifier}.js` : specifier, context)
}

export function load(url, context, next) {
  return next(url, inCore.test(url) && url.endsWith('.js') ? { ...context, format: 'module' } : context)
}
