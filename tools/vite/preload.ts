import type { Plugin } from 'vite';

/**
 * Names the chunk of one lazy module (and what it imports) in index.html, so that it loads beside the entry instead of
 * after it.
 */
export function preloadRoute(module: string): Plugin {
  return {
    name: 'latchkey:preload',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle, chunk: entry }) {
        const chunks = Object.values(bundle ?? {}).filter((output) => output.type === 'chunk');
        const route = chunks.find((chunk) => chunk.facadeModuleId?.endsWith(module));
        if (route === undefined) throw new Error(`${module} has no chunk of its own`);
        const wanted = new Set([route.fileName, ...route.imports]);
        const styles = chunks
          .filter((chunk) => wanted.has(chunk.fileName))
          .flatMap((chunk) => [...(chunk.viteMetadata?.importedCss ?? [])]);
        const missing = (file: string) => file !== entry?.fileName && !html.includes(file);
        return [
          ...[...wanted].filter(missing).map((file) => ({
            tag: 'link',
            injectTo: 'head' as const,
            attrs: { rel: 'modulepreload', crossorigin: true, href: `./${file}` },
          })),
          ...[...new Set(styles)].filter(missing).map((file) => ({
            tag: 'link',
            injectTo: 'head' as const,
            attrs: { rel: 'stylesheet', crossorigin: true, href: `./${file}` },
          })),
        ];
      },
    },
  };
}
