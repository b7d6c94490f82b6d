import { useCallback, useState } from 'react';
import { MASKED_WORDS, useRevealed } from './use-revealed.ts';

/** One secret that is masked until somebody shows it, and what is announced of it; `label` begins the sentences. */
export function useShownSecret(label: string) {
  const [news, setNews] = useState('');
  const { revealed, show: reveal, hide } = useRevealed((reason) => setNews(MASKED_WORDS[reason]));
  const shown = revealed.has(label);
  const show = useCallback(() => reveal(label), [reveal, label]);
  const toggle = () => {
    if (shown) hide(label);
    else show();
    setNews(shown ? `${label} hidden` : `${label} shown for a minute`);
  };
  return { secret: { shown, toggle }, show, news };
}
