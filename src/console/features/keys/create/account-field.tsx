import type { Ref } from 'react';
import { Field, SelectField, type SelectOption } from '../../../ui/field.tsx';
import { formatCount } from '../../../ui/format-count.ts';

type AccountFieldProps = {
  accounts: readonly SelectOption[];
  /** How many match the search, or are there without one. */
  count: number;
  search: string;
  onSearch: (text: string) => void;
  value: string;
  onChange: (account: string) => void;
  error: string | undefined;
  ref: Ref<HTMLSelectElement>;
};

/** Which service account: a list, and a search of the server's where there are more than the list shows. */
export function AccountField({
  accounts,
  count,
  search,
  onSearch,
  value,
  onChange,
  error,
  ref,
}: AccountFieldProps) {
  const more = count > accounts.length;
  const hint = more
    ? `These are ${formatCount(accounts.length)} of ${formatCount(count)}. Find the others by their name.`
    : count === 0 && search !== ''
      ? 'No service account of such a name or description.'
      : undefined;
  return (
    <>
      {(more || search !== '') && (
        <Field
          type="search"
          label="Find a service account"
          spellCheck={false}
          maxLength={200}
          value={search}
          onChange={(event) => onSearch(event.target.value)}
        />
      )}
      <SelectField
        ref={ref}
        label="Service account"
        placeholder="Choose a service account"
        required
        hint={hint}
        value={value}
        options={accounts}
        error={error}
        onChange={onChange}
      />
    </>
  );
}
