import 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    /** The run's throw-away cluster, for `createDatabase(inject('postgresUrl'))`. */
    postgresUrl: string;
    /** The folder of PostgreSQL's programs. */
    postgresBin: string;
  }
}
