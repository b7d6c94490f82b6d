import { readFileSync } from 'node:fs';

/**
 * Loaded by a server's process before anything else: its clock is as far off as a file says, in milliseconds, and jumps when
 * the file changes. Timers go on as they are, as they do when a machine's clock is set.
 */
const file = process.env['MOVED_CLOCK'] ?? '';
const real = Date.now.bind(Date);

Date.now = () => real() + Number(readFileSync(file, 'utf8'));
