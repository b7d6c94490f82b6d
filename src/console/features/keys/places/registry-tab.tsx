import { useSearchParams } from 'react-router-dom';
import { Pencil } from 'lucide-react';
import type { ClusterEntry } from '../../../../contract/schemas/keys.ts';
import { withParams } from '../../../parts/list-page-state.ts';
import { Button } from '../../../ui/button.tsx';
import { formatCount } from '../../../ui/format-count.ts';
import { useAddKey } from '../create/use-add-key.tsx';
import { KeyTable } from '../table/key-table.tsx';
import { targetOf, useClusterDetails } from './use-cluster.ts';
import '../keys.css';

const EDIT = 'edit';

/** API credentials of a Schema Registry: how many, and after **Edit** which (K3). */
export function RegistryTab({ registry }: { registry: ClusterEntry }) {
  const [params, setParams] = useSearchParams();
  const editing = params.has(EDIT);
  const { cluster_id: id, key_count: count } = registry;
  const verdict = useClusterDetails(id).data?.verdicts.create_key;
  const add = useAddKey(targetOf(registry), verdict);
  const toggle = () =>
    setParams(editing ? new URLSearchParams() : withParams(params, { [EDIT]: 'credentials' }), {
      preventScrollReset: true,
    });
  return (
    <section className="place-section" aria-labelledby="api-credentials">
      <div className="keys-head keys-head-flush">
        <div>
          <h2 id="api-credentials">API credentials</h2>
          <p>
            {count === 0
              ? 'No API key opens this Schema Registry yet.'
              : `${formatCount(count)} API ${count === 1 ? 'key opens' : 'keys open'} this Schema Registry.`}
          </p>
        </div>
        <div className="keys-tools">
          <Button
            icon={<Pencil size={14} aria-hidden />}
            aria-expanded={editing}
            aria-pressed={editing}
            onClick={toggle}
          >
            Edit
          </Button>
          {editing && add.button('Create key')}
        </div>
      </div>
      {editing && (
        <KeyTable scope={{ resource_id: id }} empty="An application needs one to read or register schemas." />
      )}
      {add.dialog}
    </section>
  );
}
