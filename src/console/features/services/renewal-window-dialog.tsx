import { useRef, useState } from 'react';
import { changeCertificateNotices } from '../../../contract/operations/service-users.ts';
import type { ServiceDetails } from '../../../contract/schemas/services.ts';
import { RENEWAL_WINDOW_DAYS } from '../../../contract/values.ts';
import { ProblemBanner } from '../../parts/problem-banner.tsx';
import { useConfirmedCommand } from '../../parts/use-confirmed-command.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';

const { least, most, preset } = RENEWAL_WINDOW_DAYS;

/** How early a service renews its certificates (C2). */
export function RenewalWindowDialog({ service, onClose }: { service: ServiceDetails; onClose: () => void }) {
  const { confirm, pending, problem } = useConfirmedCommand(changeCertificateNotices, { onClose });
  const field = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(String(service.renewal_window_days));
  const [checked, setChecked] = useState(false);
  const days = /^\d{1,4}$/u.test(typed.trim()) ? Number(typed) : Number.NaN;
  const right = days >= least && days <= most;

  const save = () => {
    setChecked(true);
    if (!right) {
      field.current?.focus();
      return;
    }
    confirm({
      params: { project: service.project_name, service_name: service.service_name },
      body: { renewal_window_days: days },
    });
  };

  return (
    <Dialog
      title="Change renewal window"
      description={`Of ${service.service_name}. A certificate that is inside the new window is renewed at once.`}
      size="small"
      initialFocus={field}
      onRequestClose={onClose}
      onSubmit={save}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" busy={pending}>
            Save
          </Button>
        </>
      }
    >
      <ProblemBanner problem={problem} />
      <Field
        ref={field}
        label="Days before a certificate runs out"
        hint={`${least} to ${most}; ${preset} unless changed. More time to distribute the new one, and more renewals.`}
        inputMode="numeric"
        value={typed}
        required
        error={checked && !right ? `Give a whole number from ${least} to ${most}.` : undefined}
        onChange={(event) => setTyped(event.target.value)}
      />
    </Dialog>
  );
}
