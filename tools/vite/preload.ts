import type { HtmlTagDescriptor, Plugin } from 'vite';

/**
 * Names the chunk of one lazy module (with what it imports, and its styles) in index.html, so that it loads beside the
 * entry instead of after it.
 * @param module the end of the module's path
 */
export function preloadRoute(module: string): Plugin {
  let base = '/';
  return {
    name: 'latchkey:preload',
    apply: 'build',
    configResolved(config) {
      base = config.base;
    },
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle, chunk: entry }) {
        const chunks = Object.values(bundle ?? {}).filter((output) => output.type === 'chunk');
        const route = chunks.find((chunk) => chunk.facadeModuleId?.endsWith(module));
        if (route === undefined) throw new Error(`${module} has no chunk of its own`);
        const scripts = new Set([route.fileName, ...route.imports]);
        const styles = new Set(
          chunks
            .filter((chunk) => scripts.has(chunk.fileName))
            .flatMap((chunk) => [...(chunk.viteMetadata?.importedCss ?? [])]),
        );
        const link =
          (rel: string) =>
          (file: string): HtmlTagDescriptor => ({
            tag: 'link',
            injectTo: 'head',
            attrs: { rel, crossorigin: true, href: base + file },
          });
        const missing = (file: string) => file !== entry?.fileName && !html.includes(file);
        return [
          ...[...scripts].filter(missing).map(link('modulepreload')),
          ...[...styles].filter(missing).map(link('stylesheet')),
        ];
      },
    },
  };
}
