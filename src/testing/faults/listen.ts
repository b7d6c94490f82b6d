import { onTestFinished } from 'vitest';
import type { Client } from '../client.ts';
import type { Callers } from './callers.ts';

/** A console's event stream. */
export interface Listening {
  /** Resolves when the word comes that was not waited for before; rejects when the stream ends. */
  until(word: string): Promise<void>;
}

/** Ben's console listens until the test ends. */
export const listen = (callers: Callers): Promise<Listening> => followStream(callers.as('ben'));

/** Somebody's console listens until the test ends. */
export const followStream = async (browser: Pick<Client, 'open'>): Promise<Listening> => {
  const stream = await browser.open('streamEvents');
  if (!stream.body) throw new Error('a stream has a body');
  const reader = stream.body.pipeThrough(new TextDecoderStream()).getReader();
  onTestFinished(() => reader.cancel().catch(() => undefined));
  let heard = '';
  const until = async (word: string): Promise<void> => {
    while (!heard.includes(word)) {
      const { value, done } = await reader.read();
      if (done) throw new Error(`the stream ended after ${heard}`);
      heard += value;
    }
    heard = heard.slice(heard.indexOf(word) + word.length);
  };
  await until('ready');
  return { until };
};
