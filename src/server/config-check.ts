import { OPTIONS, readConfig, StartError } from './config.ts';

/**
 * `npm run config:check`: says of the environment that it is given whether the server would start with it: one line for
 * each fault and exit code 1, or what holds, secrets left out. Opens nothing and changes nothing.
 */
const main = (): void => {
  const { warnings } = readConfig(process.env);
  for (const warning of warnings) console.log(`warning: ${warning}`);
  for (const { name, preset, secret } of Object.values(OPTIONS)) {
    const given = process.env[name];
    const value = given ? (secret ? '(set)' : given) : preset || '(not set)';
    console.log(`${name}=${value}${given ? '' : '  (default)'}`);
  }
  console.log('The configuration can be used.');
};

try {
  main();
} catch (error) {
  if (!(error instanceof StartError)) throw error;
  for (const line of error.lines) console.error(line);
  process.exitCode = 1;
}
