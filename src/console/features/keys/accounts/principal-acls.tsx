import { useState } from 'react';
import { Trash2 } from 'lucide-react';
import type { PrincipalDetails } from '../../../../contract/schemas/keys.ts';
import { lazily } from '../../../ui/lazily.tsx';
import { VerdictButton } from '../../../ui/verdict-button.tsx';
import '../../../parts/parts.css';

const AddAclDialog = lazily(async () => (await import('./add-acl-dialog.tsx')).AddAclDialog);
const RemoveAclDialog = lazily(async () => (await import('./remove-acl-dialog.tsx')).RemoveAclDialog);

export type AccountAcl = PrincipalDetails['acls'][number];

/** What a service account may read and write on Kafka clusters (K11). */
export function PrincipalAcls({ details }: { details: PrincipalDetails }) {
  const { principal, acls, verdicts } = details;
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<AccountAcl>();
  return (
    <section className="details-section" aria-labelledby="acls-title">
      <div className="principal-head">
        <h2 id="acls-title">ACLs</h2>
        <VerdictButton
          size="small"
          verdict={verdicts.manage}
          onPointerEnter={AddAclDialog.preload}
          onClick={() => setAdding(true)}
        >
          Add ACL
        </VerdictButton>
      </div>
      {acls.length === 0 ? (
        <p className="muted">
          No ACLs. Without one, and without a role on a Kafka cluster, its keys authenticate there and may do
          nothing.
        </p>
      ) : (
        <table className="small-table principal-table">
          <caption className="visually-hidden">ACLs</caption>
          <thead>
            <tr>
              <th scope="col">Topic</th>
              <th scope="col">Operation</th>
              <th scope="col">Kafka cluster</th>
              <th scope="col">
                <span className="visually-hidden">Actions</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {acls.map((acl) => (
              <tr key={acl.acl_id}>
                <td className="mono wrap">{acl.topic}</td>
                <td>{acl.operation}</td>
                <td className="wrap">{acl.cluster_name}</td>
                <td className="row-act">
                  <VerdictButton
                    size="small"
                    variant="quiet"
                    icon={<Trash2 size={14} aria-hidden />}
                    aria-label={`Remove ACL ${acl.operation} on ${acl.topic}, ${acl.cluster_name}`}
                    verdict={verdicts.manage}
                    onPointerEnter={RemoveAclDialog.preload}
                    onClick={() => setRemoving(acl)}
                  >
                    Remove
                  </VerdictButton>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {adding && <AddAclDialog principal={principal} onClose={() => setAdding(false)} />}
      {removing !== undefined && (
        <RemoveAclDialog principal={principal} acl={removing} onClose={() => setRemoving(undefined)} />
      )}
    </section>
  );
}
