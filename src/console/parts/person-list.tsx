import type { PersonRef } from '../../contract/schemas/shared.ts';
import './parts.css';

export type PersonListProps = {
  people: readonly PersonRef[];
  label: string;
};

const initials = (name: string): string =>
  name
    .split(/\s+/u)
    .flatMap((word) => [...word].slice(0, 1))
    .filter((_, index, all) => index === 0 || index === all.length - 1)
    .join('')
    .toUpperCase();

/** People by name, a line each. */
export function PersonList({ people, label }: PersonListProps) {
  return (
    <ul className="people" aria-label={label}>
      {people.map((person) => (
        <li key={person.user_id}>
          <span className="person-mark" aria-hidden="true">
            {initials(person.real_name)}
          </span>
          {person.real_name}
        </li>
      ))}
    </ul>
  );
}
