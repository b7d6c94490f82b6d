/** Where the backend of this build runs: `server` behind it, or in the browser itself (`demo` build, `dev` server). */
export const HOST: 'server' | 'demo' | 'dev' = __HOST__;
