import { useId, type InputHTMLAttributes, type ReactNode } from 'react';
import { classes } from './classes.ts';
import { FieldNote } from './field.tsx';
import './field.css';

export type RadioOption<V extends string> = {
  value: V;
  label: ReactNode;
  hint?: ReactNode;
  /** Stays visible and says why it cannot be chosen. */
  refused?: string | undefined;
};

export type RadioListProps<V extends string> = {
  legend: string;
  options: readonly RadioOption<V>[];
  value: V;
  onChange: (value: V) => void;
  hint?: ReactNode;
  error?: string | undefined;
};

export function RadioList<V extends string>({
  legend,
  options,
  value,
  onChange,
  hint,
  error,
}: RadioListProps<V>) {
  const id = useId();
  const note = hint !== undefined || error !== undefined;
  return (
    <fieldset
      className={classes('field', error !== undefined && 'field-bad')}
      aria-describedby={note ? `${id}n` : undefined}
    >
      <legend className="field-label">{legend}</legend>
      <div className="choices">
        {options.map((option) => {
          const detail = option.refused ?? option.hint;
          const optionId = `${id}${option.value}`;
          return (
            <label
              key={option.value}
              className={classes('choice', option.refused !== undefined && 'choice-refused')}
            >
              <input
                type="radio"
                name={id}
                checked={value === option.value}
                disabled={option.refused !== undefined}
                aria-labelledby={`${optionId}l`}
                aria-describedby={detail === undefined ? undefined : `${optionId}h`}
                onChange={() => onChange(option.value)}
              />
              <span>
                <span id={`${optionId}l`}>{option.label}</span>
                {detail !== undefined && (
                  <span id={`${optionId}h`} className="choice-hint">
                    {detail}
                  </span>
                )}
              </span>
            </label>
          );
        })}
      </div>
      {note && <FieldNote id={`${id}n`} hint={hint} error={error} />}
    </fieldset>
  );
}

export type CheckboxProps = Omit<InputHTMLAttributes<HTMLInputElement>, 'type' | 'onChange' | 'checked'> & {
  label: ReactNode;
  hint?: ReactNode;
  checked: boolean;
  onChange: (checked: boolean) => void;
};

export function Checkbox({ label, hint, checked, onChange, ...input }: CheckboxProps) {
  const id = useId();
  return (
    <label className={classes('choice', input.disabled === true && 'choice-refused')}>
      <input
        {...input}
        type="checkbox"
        checked={checked}
        aria-labelledby={`${id}l`}
        aria-describedby={hint === undefined ? undefined : `${id}h`}
        onChange={(event) => onChange(event.target.checked)}
      />
      <span>
        <span id={`${id}l`}>{label}</span>
        {hint !== undefined && (
          <span id={`${id}h`} className="choice-hint">
            {hint}
          </span>
        )}
      </span>
    </label>
  );
}
