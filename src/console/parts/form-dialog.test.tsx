import { useState } from 'react';
import { fireEvent, render, screen } from '@testing-library/react';
import { beforeEach, expect, it } from 'vitest';
import { FormDialog } from './form-dialog.tsx';

let closed: number;
beforeEach(() => {
  closed = 0;
});

function Form() {
  const [text, setText] = useState('');
  return (
    <FormDialog title="Create token" unsaved={text !== ''} onRequestClose={() => (closed += 1)}>
      <input
        data-autofocus
        aria-label="Description"
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
    </FormDialog>
  );
}

const escape = () => fireEvent.keyDown(document.activeElement ?? document.body, { key: 'Escape' });
const question = () => screen.queryByText('Discard what you typed?');

it('closes at once while nothing is typed', () => {
  render(<Form />);
  escape();
  expect(closed).toBe(1);
  expect(question()).toBeNull();
});

it('asks before it loses what was typed', () => {
  render(<Form />);
  const field = screen.getByLabelText('Description');
  fireEvent.change(field, { target: { value: 'Deploy job' } });
  escape();
  expect(closed).toBe(0);
  expect(question()).not.toBeNull();
  escape();
  expect(question()).toBeNull();
  fireEvent.click(screen.getByLabelText('Close dialog'));
  expect(closed).toBe(0);
  fireEvent.click(screen.getByText('Discard'));
  expect(closed).toBe(1);
});
