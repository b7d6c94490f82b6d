import { useState } from 'react';
import { fireEvent, render, screen, waitFor } from '@testing-library/react';
import { expect, it } from 'vitest';
import { keepFocus } from './keep-focus.ts';

/** A part of a page whose button goes with what it does, one moment later. */
function Roles({ stays = false }: { stays?: boolean }) {
  const [roles, setRoles] = useState(['Operator']);
  return (
    <main>
      <h1>Maya</h1>
      <section>
        <h2>Role bindings</h2>
        {roles.map((role) => (
          <button key={role} onClick={() => setRoles(stays ? [role, 'Other'] : [])}>
            {role}
          </button>
        ))}
      </section>
    </main>
  );
}

it('gives the focus to the heading nearby when what has it leaves the page', async () => {
  render(<Roles />);
  const button = screen.getByText('Operator');
  button.focus();
  keepFocus(button);
  fireEvent.click(button);
  await waitFor(() => expect(document.activeElement).toBe(screen.getByText('Role bindings')));
});

it('leaves the focus where it is while that stays, and where somebody else puts it', async () => {
  render(<Roles stays />);
  const button = screen.getByText('Operator');
  button.focus();
  keepFocus(button);
  fireEvent.click(button);
  const other = await screen.findByText('Other');
  expect(document.activeElement).toBe(button);
  other.focus();
  button.remove();
  await Promise.resolve();
  expect(document.activeElement).toBe(other);
});
