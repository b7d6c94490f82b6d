import { useState } from 'react';
import { Pencil } from 'lucide-react';
import { getTechnicalAddresses } from '../../../contract/operations/mail.ts';
import { messageOf } from '../../api/errors.ts';
import { useRead } from '../../api/queries.ts';
import { Button } from '../../ui/button.tsx';
import { lazily } from '../../ui/lazily.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { VerdictButton } from '../../ui/verdict-button.tsx';

const TechnicalAddressesDialog = lazily(
  async () => (await import('./technical-addresses-dialog.tsx')).TechnicalAddressesDialog,
);

/** Who hears of a service's certificates by email without an account here (C4). */
export function TechnicalAddresses({ project, name }: { project: string; name: string }) {
  const read = useRead(getTechnicalAddresses, { params: { project, service_name: name } });
  const [editing, setEditing] = useState(false);
  const addresses = read.data?.technical_addresses;
  return (
    <section
      className="details-section"
      aria-labelledby="technical-title"
      aria-busy={read.isPending || undefined}
    >
      <h2 id="technical-title">Technical addresses</h2>
      <div className="details-line">
        <p>
          Told by email of renewed and expiring certificates, beside the admins and operators of {project}.
        </p>
        {read.data !== undefined && (
          <VerdictButton
            size="small"
            icon={<Pencil size={14} aria-hidden />}
            verdict={read.data.verdicts.change}
            onPointerEnter={TechnicalAddressesDialog.preload}
            onFocus={TechnicalAddressesDialog.preload}
            onClick={() => setEditing(true)}
          >
            Change technical addresses
          </VerdictButton>
        )}
      </div>
      {addresses === undefined ? (
        read.error === null ? (
          <Skeleton width="40%" />
        ) : (
          <div className="ca-failed" role="alert">
            <p>The technical addresses could not be read. {messageOf(read.error)}</p>
            <Button size="small" onClick={() => void read.refetch()}>
              Try again
            </Button>
          </div>
        )
      ) : addresses.length === 0 ? (
        <p className="technical-none muted">None yet.</p>
      ) : (
        <ul className="technical-addresses">
          {addresses.map((address) => (
            <li key={address} className="mono mono-wrap">
              {address}
            </li>
          ))}
        </ul>
      )}
      {editing && addresses !== undefined && (
        <TechnicalAddressesDialog
          project={project}
          name={name}
          addresses={addresses}
          onClose={() => setEditing(false)}
        />
      )}
    </section>
  );
}
