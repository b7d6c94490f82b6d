import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { demoWorld } from './tools/vite/demo-world.ts';
import { emptyDatabase } from './tools/vite/empty-database.ts';
import { apiWorker } from './tools/vite/worker.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/**
 * Modes: `server` is the console for a real backend, without mock code or worker; `demo` carries its backend and runs
 * from any folder of any static host; everything else (`vite`) is `dev`, on the same mock with hot reload.
 */
export default defineConfig(({ mode }) => {
  const host = mode === 'server' || mode === 'demo' ? mode : 'dev';
  return {
    base: host === 'demo' ? './' : '/',
    define: { __HOST__: JSON.stringify(host) },
    plugins: [react(), ...(host === 'server' ? [emptyDatabase()] : [apiWorker(), demoWorld()])],
    resolve: {
      // MSW's cookie jar would be 11 KB and two looks into localStorage for each call; ours is src/mocks/session-jar.ts.
      alias: host === 'server' ? {} : { 'tough-cookie': here('./src/mocks/tough-cookie-stub.ts') },
    },
    // The Node server writes a fresh nonce in its place with every page; a static host serves no nonces.
    ...(host === 'server' && { html: { cspNonce: '__CSP_NONCE__' } }),
    server: { host: '127.0.0.1' },
    preview: { host: '127.0.0.1' },
    build: {
      target: 'es2024',
      // Read by tools/budget.ts.
      manifest: true,
      outDir: host === 'demo' ? 'dist-demo' : 'dist',
      // Inlined assets would need `data:` in the security policy.
      assetsInlineLimit: 0,
      // Small enough to come whole: one request, and no dialog waits for its styles.
      cssCodeSplit: false,
      // The preload links stand in index.html; every browser that runs this target knows them.
      modulePreload: { polyfill: false },
      rolldownOptions: {
        output: {
          codeSplitting: {
            groups: [
              // Changes with dependencies only, so it stays cached over releases.
              {
                name: 'vendor',
                test: /node_modules[\\/](?:react|react-dom|scheduler|react-router|react-router-dom|@tanstack)[\\/]/,
                priority: 2,
              },
              // Native fields of the lists look like the forms' own; without this a list would load the forms for it.
              { name: 'common', test: /ui[\\/]field\.css$/, priority: 3 },
              // What nearly every page needs: one request instead of twenty small ones.
              {
                name: 'common',
                test: /node_modules[\\/]lucide-react[\\/]|src[\\/](?:contract[\\/](?!problems|refusals|schemas|text)|console[\\/](?:(?:api|ui[\\/](?!(?:field|choice)\.tsx)|theme[\\/](?!theme|mui)|paths)\b|parts[\\/][\w-]+\.tsx?$))/,
                minShareCount: 2,
                priority: 1,
              },
              // What parts of the demo's backend that come late share with what is there from the start.
              {
                name: 'backend',
                test: /node_modules[\\/](?:zod|hono)[\\/]|src[\\/](?:contract[\\/](?:problems|refusals|schemas|text)|domain|http|runtime|service)\b/,
                minShareCount: 2,
              },
              // MUI and the form controls that stand on it: every dialog and pane shares it, and no list needs it.
              {
                name: 'forms',
                test: /node_modules[\\/]@(?:mui|emotion)[\\/]|src[\\/]console[\\/](?:ui[\\/](?:field|choice)|theme[\\/](?:theme|mui-theme))\.tsx?$/,
              },
            ],
          },
        },
      },
    },
  };
});
