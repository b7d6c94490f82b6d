import { useRef, useState } from 'react';
import { fireEvent, render, screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { Floating } from './floating.tsx';

function Page() {
  const [open, setOpen] = useState(false);
  const anchor = useRef<HTMLButtonElement>(null);
  return (
    <main tabIndex={-1}>
      <button ref={anchor} onClick={() => setOpen(!open)}>
        Status
      </button>
      {open && (
        <Floating anchor={anchor} role="dialog" label="Filter by status" onClose={() => setOpen(false)}>
          <input aria-label="Search" />
        </Floating>
      )}
      <a href="#next">Next</a>
    </main>
  );
}

const panel = () => screen.queryByLabelText('Filter by status');

it('closes when the focus goes elsewhere', () => {
  render(<Page />);
  fireEvent.click(screen.getByText('Status'));
  fireEvent.focusIn(screen.getByText('Status'));
  expect(panel()).not.toBeNull();
  fireEvent.focusIn(screen.getByText('Next'));
  expect(panel()).toBeNull();
});

it('closes by its button where a pressed button takes no focus, as in Safari', () => {
  render(<Page />);
  fireEvent.click(screen.getByText('Status'));
  // What stands around the button gets it instead.
  fireEvent.focusIn(screen.getByRole('main'));
  fireEvent.click(screen.getByText('Status'));
  expect(panel()).toBeNull();
});
