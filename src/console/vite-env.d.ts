/** Set by vite.config.ts; a constant, so that what the host does not need is not in its build. */
declare const __HOST__: 'server' | 'demo' | 'dev';
