import { useState } from 'react';
import { Trash2 } from 'lucide-react';
import { Link } from 'react-router-dom';
import type { PrincipalDetails, RoleBindingEntry } from '../../../../contract/schemas/keys.ts';
import { PastTime } from '../../../parts/past-time.tsx';
import { paths } from '../../../paths.ts';
import { lazily } from '../../../ui/lazily.tsx';
import { VerdictButton } from '../../../ui/verdict-button.tsx';
import { scopeWords } from './role-scope.ts';
import '../../../parts/parts.css';

const AddRoleDialog = lazily(async () => (await import('./add-role-dialog.tsx')).AddRoleDialog);
const RemoveRoleDialog = lazily(async () => (await import('./remove-role-dialog.tsx')).RemoveRoleDialog);

/** The roles of an account, each on what it is bound to. */
export function PrincipalRoles({ details }: { details: PrincipalDetails }) {
  const { principal, role_bindings: bindings, verdicts } = details;
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<RoleBindingEntry>();
  return (
    <section className="details-section" aria-labelledby="roles-title">
      <div className="principal-head">
        <h2 id="roles-title">Role bindings</h2>
        <VerdictButton
          size="small"
          verdict={verdicts.manage}
          onPointerEnter={AddRoleDialog.preload}
          onClick={() => setAdding(true)}
        >
          Add role
        </VerdictButton>
      </div>
      {bindings.length === 0 ? (
        <p className="muted">No roles. Keys of this account may do only what ACLs allow.</p>
      ) : (
        <table className="small-table principal-table">
          <caption className="visually-hidden">Role bindings</caption>
          <thead>
            <tr>
              <th scope="col">Role</th>
              <th scope="col">On</th>
              <th scope="col" className="narrow-hidden">
                Since
              </th>
              <th scope="col">
                <span className="visually-hidden">Actions</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {bindings.map((binding) => (
              <tr key={binding.role_binding_id}>
                <td>{binding.role}</td>
                <td className="wrap">
                  <Scope binding={binding} />
                </td>
                <td className="narrow-hidden">
                  <PastTime at={binding.create_time} />
                </td>
                <td className="row-act">
                  <VerdictButton
                    size="small"
                    variant="quiet"
                    icon={<Trash2 size={14} aria-hidden />}
                    aria-label={`Remove role ${binding.role} on ${binding.scope_name}`}
                    verdict={binding.verdicts.remove}
                    onPointerEnter={RemoveRoleDialog.preload}
                    onClick={() => setRemoving(binding)}
                  >
                    Remove
                  </VerdictButton>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {adding && <AddRoleDialog principal={principal} onClose={() => setAdding(false)} />}
      {removing !== undefined && (
        <RemoveRoleDialog
          principal={principal}
          keys={details.key_count}
          binding={removing}
          onClose={() => setRemoving(undefined)}
        />
      )}
    </section>
  );
}

function Scope({ binding }: { binding: RoleBindingEntry }) {
  const { scope, scope_name: name, environment_id: environment, cluster_id: cluster } = binding;
  const words = scopeWords(scope);
  const to =
    environment === undefined
      ? undefined
      : cluster === undefined
        ? paths.environment(environment)
        : paths.cluster(environment, cluster);
  if (to === undefined) return name;
  return (
    <>
      <span className="muted">{words} </span>
      <Link className="text-link" to={to}>
        {name}
      </Link>
    </>
  );
}
