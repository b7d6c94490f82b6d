import { useId, type InputHTMLAttributes, type KeyboardEventHandler, type ReactNode, type Ref } from 'react';
import FormControl from '@mui/material/FormControl';
import FormHelperText from '@mui/material/FormHelperText';
import FormLabel from '@mui/material/FormLabel';
import InputBase from '@mui/material/InputBase';
import { CircleAlert } from 'lucide-react';
import { MuiTheme } from '../theme/mui-theme.tsx';
import { classes } from './classes.ts';
import './field.css';

/** What every field has around its control. */
export type FieldShell = {
  label: string;
  hint?: ReactNode;
  /** Shown under the field and tied to it; takes the hint's place. */
  error?: string | undefined;
  optional?: boolean | undefined;
};

type ShellProps = FieldShell & { id: string; counter?: ReactNode; children: ReactNode };

function Shell({ id, label, hint, error, optional = false, counter, children }: ShellProps) {
  return (
    <MuiTheme>
      <FormControl className="field" error={error !== undefined}>
        <FormLabel className="field-label" htmlFor={id}>
          {label}
          {optional && <span className="field-optional"> (optional)</span>}
        </FormLabel>
        {children}
        {(error !== undefined || hint !== undefined || counter !== undefined) && (
          <div className="field-below">
            <FieldNote id={`${id}n`} hint={hint} error={error} />
            {counter}
          </div>
        )}
      </FormControl>
    </MuiTheme>
  );
}

/** The line under a control: its error, else its hint. Inside a FormControl. */
export function FieldNote({ id, hint, error }: { id: string; hint?: ReactNode; error?: string | undefined }) {
  return (
    <FormHelperText component="div" id={id} className={error === undefined ? 'field-hint' : 'field-error'}>
      {error === undefined ? (
        hint
      ) : (
        <>
          <CircleAlert size={14} aria-hidden />
          {error}
        </>
      )}
    </FormHelperText>
  );
}

const described = (id: string, { hint, error }: Pick<FieldShell, 'hint' | 'error'>) => ({
  id,
  'aria-describedby': error === undefined && hint === undefined ? undefined : `${id}n`,
});

export type FieldProps = FieldShell &
  Omit<InputHTMLAttributes<HTMLInputElement>, 'id'> & { mono?: boolean; ref?: Ref<HTMLInputElement> };

/** A one-line text field with its label, hint and error. */
export function Field({ ref, label, hint, error, optional, mono = false, className, ...input }: FieldProps) {
  const id = useId();
  return (
    <Shell id={id} label={label} hint={hint} error={error} optional={optional}>
      <InputBase
        inputRef={ref}
        slotProps={{
          input: {
            autoComplete: 'off',
            ...input,
            ...described(id, { hint, error }),
            className: classes('input', mono && 'mono', className),
          },
        }}
      />
    </Shell>
  );
}

export type SelectOption = { value: string; label: string; refused?: boolean };

export type SelectFieldProps = FieldShell & {
  value: string;
  onChange: (value: string) => void;
  options: readonly SelectOption[];
  /** Shown while nothing is chosen. */
  placeholder: string;
  required?: boolean;
  ref?: Ref<HTMLSelectElement>;
};

/** One of many: the browser's own list, which keyboards and phones know. */
export function SelectField({
  ref,
  label,
  hint,
  error,
  optional,
  value,
  onChange,
  options,
  placeholder,
  required,
}: SelectFieldProps) {
  const id = useId();
  return (
    <Shell id={id} label={label} hint={hint} error={error} optional={optional}>
      <select
        ref={ref}
        className="input select"
        value={value}
        required={required}
        aria-invalid={error !== undefined || undefined}
        {...described(id, { hint, error })}
        onChange={(event) => onChange(event.target.value)}
      >
        <option value="" disabled>
          {placeholder}
        </option>
        {options.map((option) => (
          <option key={option.value} value={option.value} disabled={option.refused}>
            {option.label}
          </option>
        ))}
      </select>
    </Shell>
  );
}

export type TextAreaProps = FieldShell & {
  value: string;
  onChange: (value: string) => void;
  /** In characters as the contract counts them; going over is allowed and said, so that no paste is cut silently. */
  limit?: number;
  rows?: number;
  required?: boolean;
  className?: string;
  onKeyDown?: KeyboardEventHandler<HTMLElement>;
  ref?: Ref<HTMLTextAreaElement>;
};

/** A text field of several lines; its height is the person's to change, so nothing measures it at every key. */
export function TextArea({
  ref,
  label,
  hint,
  error,
  optional,
  value,
  onChange,
  limit,
  rows = 4,
  required,
  className,
  onKeyDown,
}: TextAreaProps) {
  const id = useId();
  const counter = limit === undefined ? undefined : <Counter used={[...value].length} limit={limit} />;
  return (
    <Shell id={id} label={label} hint={hint} error={error} optional={optional} counter={counter}>
      <InputBase
        inputRef={ref}
        inputComponent="textarea"
        rows={rows}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={onKeyDown}
        slotProps={{
          input: {
            ...described(id, { hint, error }),
            type: undefined,
            required,
            className: classes('input textarea', className),
          },
        }}
      />
    </Shell>
  );
}

const NEARLY_FULL = 20;

function Counter({ used, limit }: { used: number; limit: number }) {
  const left = limit - used;
  return (
    <span className={classes('field-counter num', left < 0 && 'field-over')}>
      <span aria-hidden="true">{`${used}/${limit}`}</span>
      <span className="visually-hidden" role="status">
        {left < 0 ? `${-left} characters too many` : left <= NEARLY_FULL ? `${left} characters left` : ''}
      </span>
    </span>
  );
}
