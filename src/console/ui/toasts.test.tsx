import { act, fireEvent, render, screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { toast } from './toast-store.ts';
import { Toasts } from './toasts.tsx';

it('gives the focus back where it came from when it is dismissed', () => {
  render(
    <main tabIndex={-1}>
      <button>Row</button>
      <Toasts />
    </main>,
  );
  act(() => {
    toast({ tone: 'error', title: 'Not reached' });
    toast({ tone: 'error', title: 'Not reached either' });
  });
  screen.getByText('Row').focus();
  for (const left of [1, 0]) {
    const [dismiss] = screen.getAllByLabelText('Dismiss');
    dismiss?.focus();
    if (dismiss !== undefined) fireEvent.click(dismiss);
    expect(screen.queryAllByLabelText('Dismiss')).toHaveLength(left);
    expect(document.activeElement).toBe(screen.getByText('Row'));
  }
});
