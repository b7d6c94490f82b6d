import { useState } from 'react';
import { useSession } from '../../api/session.ts';

/** By person and field, for as long as the tab is open. */
const drafts = new Map<string, string>();

/**
 * What is typed into a field and not sent yet. A pane closes at Escape and at a click on another row; whoever comes back
 * finds what they wrote. Empty it once it is sent.
 */
export function useDraft(field: string): readonly [text: string, write: (text: string) => void] {
  const key = `${useSession().user.user_id} ${field}`;
  const [text, setText] = useState(() => drafts.get(key) ?? '');
  const write = (next: string) => {
    if (next === '') drafts.delete(key);
    else drafts.set(key, next);
    setText(next);
  };
  return [text, write];
}
