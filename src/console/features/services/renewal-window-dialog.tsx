import { useState } from 'react';
import { changeCertificateNotices } from '../../../contract/operations/service-users.ts';
import type { ServiceDetails } from '../../../contract/schemas/services.ts';
import { RENEWAL_WINDOW_DAYS } from '../../../contract/values.ts';
import { FieldDialog } from '../../parts/field-dialog.tsx';
import { useConfirmedCommand } from '../../parts/use-confirmed-command.ts';
import { Field } from '../../ui/field.tsx';

const { least, most, preset } = RENEWAL_WINDOW_DAYS;

/** How early a service renews its certificates (C2). */
export function RenewalWindowDialog({ service, onClose }: { service: ServiceDetails; onClose: () => void }) {
  const { confirm, pending, problem } = useConfirmedCommand(changeCertificateNotices, {
    onClose,
    said: 'Renewal window saved',
  });
  const [typed, setTyped] = useState(String(service.renewal_window_days));
  const days = /^\d{1,4}$/u.test(typed.trim()) ? Number(typed) : Number.NaN;
  const right = days >= least && days <= most;

  return (
    <FieldDialog<HTMLInputElement>
      title="Change renewal window"
      description={`Of ${service.service_name}. A certificate that is inside the new window is renewed at once.`}
      size="small"
      changed={typed.trim() !== String(service.renewal_window_days)}
      wrong={right ? undefined : `Give a whole number from ${least} to ${most}.`}
      pending={pending}
      problem={problem}
      onSave={() =>
        confirm({
          params: { project: service.project_name, service_name: service.service_name },
          body: { renewal_window_days: days },
        })
      }
      onClose={onClose}
    >
      {(tied) => (
        <Field
          {...tied}
          label="Days before a certificate runs out"
          hint={`${least} to ${most}; ${preset} unless changed. More time to distribute the new one, and more renewals.`}
          inputMode="numeric"
          value={typed}
          required
          onChange={(event) => setTyped(event.target.value)}
        />
      )}
    </FieldDialog>
  );
}
