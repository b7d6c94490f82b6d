import { render, screen } from '@testing-library/react';
import { MemoryRouter } from 'react-router-dom';
import { expect, test } from 'vitest';
import type { AuditCheck } from '../../../contract/schemas/audit.ts';
import { ChangedLog } from './changed-log.tsx';

const checked_at = '2026-05-10T20:40:03Z';

const show = (check: AuditCheck): void => {
  render(
    <MemoryRouter initialEntries={['/settings/audit-log?topic=audit']}>
      <ChangedLog check={check} />
    </MemoryRouter>,
  );
};

test('A3: an alert names what was found first, leads to the event, and says what to do', () => {
  const message = 'Event aud7 (row 7) was changed after it was recorded.';
  show({ checked_at, fault: { kind: 'changed', sequence: 7, event_id: 'aud7', message } });
  const alert = screen.getByRole('alert');
  expect(alert.textContent).toContain('The audit log was changed in the database.');
  expect(alert.textContent).toContain(message);
  expect(alert.textContent).toContain('bring the rows back from a backup');
  expect(screen.getByRole('link', { name: 'Show the event' }).getAttribute('href')).toBe(
    '/settings/audit-log/aud7?topic=audit',
  );
});

test('A3: an event that is gone cannot be shown; a chain that verifies says nothing', () => {
  show({ checked_at });
  expect(screen.queryByRole('alert')).toBeNull();
  show({
    checked_at,
    fault: { kind: 'missing', event_id: 'aud7', message: 'Event aud7 (row 7) is missing.' },
  });
  expect(screen.queryByRole('link')).toBeNull();
});
