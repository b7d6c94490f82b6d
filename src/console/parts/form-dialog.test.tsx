import { useState } from 'react';
import { fireEvent, render, screen } from '@testing-library/react';
import { beforeEach, expect, it } from 'vitest';
import { FormDialog } from './form-dialog.tsx';

let closed: number;
beforeEach(() => {
  closed = 0;
});

function Form({ onClose }: { onClose?: () => void }) {
  const [text, setText] = useState('');
  const close = () => {
    closed += 1;
    onClose?.();
  };
  return (
    <FormDialog title="Create token" unsaved={text !== ''} onRequestClose={close}>
      <input
        data-autofocus
        aria-label="Description"
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
    </FormDialog>
  );
}

function Page() {
  const [open, setOpen] = useState(false);
  return (
    <main tabIndex={-1}>
      {/* jsdom opens no popover, and what is hidden takes no focus. */}
      <style>{'[popover] { display: block }'}</style>
      <button onClick={() => setOpen(true)}>Open</button>
      {open && <Form onClose={() => setOpen(false)} />}
    </main>
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

it('gives the focus back to what opened it, also by way of the question', () => {
  render(<Page />);
  const opener = screen.getByText('Open');
  opener.focus();
  fireEvent.click(opener);
  fireEvent.change(screen.getByLabelText('Description'), { target: { value: 'Deploy job' } });
  escape();
  expect(document.activeElement).toBe(screen.getByText('Keep writing'));
  fireEvent.click(screen.getByText('Discard'));
  expect(document.activeElement).toBe(opener);
});

it('is closed by a tap beside it only when the finger is lifted, or what lies below would be tapped too', () => {
  render(<Form />);
  const layer = screen.getByRole('dialog', { hidden: true });
  fireEvent.pointerDown(layer, { pointerType: 'touch' });
  expect(closed).toBe(0);
  fireEvent.click(layer);
  expect(closed).toBe(1);
  fireEvent.pointerDown(layer, { pointerType: 'mouse' });
  expect(closed).toBe(2);
  fireEvent.click(layer);
  expect(closed).toBe(2);
});
