import { useId, type ReactElement, type ReactNode } from 'react';
import MuiCheckbox from '@mui/material/Checkbox';
import FormControl from '@mui/material/FormControl';
import FormControlLabel from '@mui/material/FormControlLabel';
import FormLabel from '@mui/material/FormLabel';
import Radio from '@mui/material/Radio';
import RadioGroup from '@mui/material/RadioGroup';
import { MuiTheme } from '../theme/mui-theme.tsx';
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

/** field.css draws the input itself, as it does for the native ones of the lists; MUI's drawing would lie under it. */
function Nothing() {
  return null;
}
const NO_ICON = <Nothing />;

/** One of a few, all in view. */
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
    <MuiTheme>
      <FormControl
        component="fieldset"
        className="field"
        error={error !== undefined}
        aria-describedby={note ? `${id}n` : undefined}
      >
        <FormLabel component="legend" className="field-label">
          {legend}
        </FormLabel>
        <RadioGroup className="choices" role="presentation" name={id} value={value}>
          {options.map((option) => (
            <Choice
              key={option.value}
              id={`${id}${option.value}`}
              label={option.label}
              hint={option.refused ?? option.hint}
              refused={option.refused !== undefined}
              control={(input) => (
                <Radio
                  className="choice-box"
                  icon={NO_ICON}
                  checkedIcon={NO_ICON}
                  value={option.value}
                  disabled={option.refused !== undefined}
                  slotProps={{ input }}
                  onChange={() => onChange(option.value)}
                />
              )}
            />
          ))}
        </RadioGroup>
        {note && <FieldNote id={`${id}n`} hint={hint} error={error} />}
      </FormControl>
    </MuiTheme>
  );
}

export type CheckboxProps = {
  label: ReactNode;
  hint?: ReactNode;
  checked: boolean;
  onChange: (checked: boolean) => void;
};

/** A box to tick, with its words. */
export function Checkbox({ label, hint, checked, onChange }: CheckboxProps) {
  const id = useId();
  return (
    <MuiTheme>
      <Choice
        id={id}
        label={label}
        hint={hint}
        control={(input) => (
          <MuiCheckbox
            className="choice-box"
            icon={NO_ICON}
            checkedIcon={NO_ICON}
            checked={checked}
            slotProps={{ input }}
            onChange={(event) => onChange(event.target.checked)}
          />
        )}
      />
    </MuiTheme>
  );
}

type ChoiceProps = {
  id: string;
  label: ReactNode;
  hint: ReactNode;
  refused?: boolean;
  control: (names: { 'aria-labelledby': string; 'aria-describedby': string | undefined }) => ReactElement;
};

/** The control beside its words: the label names it, the hint only describes it. */
function Choice({ id, label, hint, refused = false, control }: ChoiceProps) {
  return (
    <FormControlLabel
      className={classes('choice', refused && 'choice-refused')}
      control={control({
        'aria-labelledby': `${id}l`,
        'aria-describedby': hint === undefined ? undefined : `${id}h`,
      })}
      label={
        <span>
          <span id={`${id}l`}>{label}</span>
          {hint !== undefined && (
            <span id={`${id}h`} className="choice-hint">
              {hint}
            </span>
          )}
        </span>
      }
    />
  );
}
