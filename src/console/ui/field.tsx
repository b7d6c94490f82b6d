import {
  useId,
  type InputHTMLAttributes,
  type ReactNode,
  type Ref,
  type SelectHTMLAttributes,
  type TextareaHTMLAttributes,
} from 'react';
import { CircleAlert } from 'lucide-react';
import { classes } from './classes.ts';
import './field.css';

/** What every field has around its control. */
export type FieldShell = {
  label: string;
  hint?: ReactNode;
  /** Shown under the field and tied to it; takes the hint's place. */
  error?: string | undefined;
  optional?: boolean;
};

type ShellProps = FieldShell & { id: string; counter?: ReactNode; children: ReactNode };

function Shell({ id, label, hint, error, optional = false, counter, children }: ShellProps) {
  return (
    <div className={classes('field', error !== undefined && 'field-bad')}>
      <label className="field-label" htmlFor={id}>
        {label}
        {optional && <span className="field-optional"> (optional)</span>}
      </label>
      {children}
      {(error !== undefined || hint !== undefined || counter !== undefined) && (
        <div className="field-below">
          <FieldNote id={`${id}n`} hint={hint} error={error} />
          {counter}
        </div>
      )}
    </div>
  );
}

/** The line under a control: its error, else its hint. */
export function FieldNote({ id, hint, error }: { id: string; hint?: ReactNode; error?: string | undefined }) {
  return (
    <div id={id} className={error === undefined ? 'field-hint' : 'field-error'}>
      {error === undefined ? (
        hint
      ) : (
        <>
          <CircleAlert size={14} aria-hidden />
          {error}
        </>
      )}
    </div>
  );
}

const described = (id: string, shell: FieldShell) => ({
  id,
  'aria-invalid': shell.error === undefined ? undefined : true,
  'aria-describedby': shell.error === undefined && shell.hint === undefined ? undefined : `${id}n`,
});

export type FieldProps = FieldShell &
  Omit<InputHTMLAttributes<HTMLInputElement>, 'id'> & { mono?: boolean; ref?: Ref<HTMLInputElement> };

/** A one-line text field with its label, hint and error. */
export function Field({ label, hint, error, optional, mono = false, className, ...input }: FieldProps) {
  const id = useId();
  const shell: FieldShell = { label, hint, error, optional: optional ?? false };
  return (
    <Shell {...shell} id={id}>
      <input
        type="text"
        autoComplete="off"
        {...input}
        {...described(id, shell)}
        className={classes('input', mono && 'mono', className)}
      />
    </Shell>
  );
}

export type TextAreaProps = FieldShell &
  Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, 'id' | 'value' | 'onChange'> & {
    value: string;
    onChange: (value: string) => void;
    /** Shown as a counter; going over is allowed and said, so that nothing pasted is cut off silently. */
    limit?: number;
    ref?: Ref<HTMLTextAreaElement>;
  };

export function TextArea({
  label,
  hint,
  error,
  optional,
  value,
  onChange,
  limit,
  className,
  ...area
}: TextAreaProps) {
  const id = useId();
  const shell: FieldShell = { label, hint, error, optional: optional ?? false };
  const left = limit === undefined ? undefined : limit - value.length;
  return (
    <Shell
      {...shell}
      id={id}
      counter={
        left !== undefined && (
          <span className={classes('field-counter num', left < 0 && 'field-over')}>
            <span aria-hidden="true">{`${value.length}/${limit}`}</span>
            <span className="visually-hidden" role="status">
              {left < 0 ? `${-left} characters too many` : left <= 20 ? `${left} characters left` : ''}
            </span>
          </span>
        )
      }
    >
      <textarea
        rows={4}
        {...area}
        {...described(id, shell)}
        className={classes('input textarea', className)}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </Shell>
  );
}

export type SelectProps = FieldShell &
  Omit<SelectHTMLAttributes<HTMLSelectElement>, 'id'> & { ref?: Ref<HTMLSelectElement> };

/** The platform's own select: right on a phone, light everywhere. Options are its children. */
export function Select({ label, hint, error, optional, className, ...select }: SelectProps) {
  const id = useId();
  const shell: FieldShell = { label, hint, error, optional: optional ?? false };
  return (
    <Shell {...shell} id={id}>
      <select {...select} {...described(id, shell)} className={classes('input select', className)} />
    </Shell>
  );
}
