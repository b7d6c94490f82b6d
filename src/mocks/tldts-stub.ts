/** Stands in for the package tldts in browser builds: every host is its own registrable domain (see vite.config.ts). */
export const getDomain = (host: string): string => host;
