import type { ChangeEvent, MouseEvent } from 'react';
import './field.css';

export type TickProps = {
  /** "Select orders-reader". */
  label: string;
  checked: boolean;
  /** Some of what it stands for is selected. */
  mixed?: boolean;
  /** `range`: Shift was held, with the pointer or with Space. */
  onChange: (checked: boolean, range: boolean) => void;
};

/** A list's own box: native, and drawn by field.css, so that fifty of them cost what fifty inputs cost. */
export function Tick({ label, checked, mixed = false, onChange }: TickProps) {
  return (
    // Its words are the input's own name; the label only makes the target as large as the cell.
    <label className="tick">
      <input
        type="checkbox"
        className="check"
        aria-label={label}
        checked={checked}
        ref={(input) => {
          if (input !== null) input.indeterminate = mixed;
        }}
        onChange={(event) => onChange(event.target.checked, shiftHeld(event))}
      />
    </label>
  );
}

// A box changes by a click, also where Space makes one, and that knows the keys that were held.
const shiftHeld = ({ nativeEvent }: ChangeEvent): boolean =>
  nativeEvent instanceof globalThis.MouseEvent && nativeEvent.shiftKey;

/** With Shift a press would select the text up to here. */
export function keepText(event: MouseEvent): void {
  if (event.shiftKey) event.preventDefault();
}
