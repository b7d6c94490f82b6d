import { useState, type ReactNode } from 'react';
import { KeyRound, Pencil, ShieldAlert, Trash2 } from 'lucide-react';
import { exportApiKeys, listApiKeys } from '../../../../contract/operations/keys.ts';
import type { KeyEntry } from '../../../../contract/schemas/keys.ts';
import { useRead } from '../../../api/queries.ts';
import { CompromiseBanners } from '../../../parts/compromise-banner.tsx';
import { ListTable } from '../../../parts/list-table.tsx';
import { isEmpty, isSelected } from '../../../parts/selection.ts';
import { SelectionBar } from '../../../parts/selection-bar.tsx';
import { useExport } from '../../../parts/use-export.ts';
import { useSelection } from '../../../parts/use-selection.ts';
import { announce } from '../../../shell/feedback.ts';
import { Button } from '../../../ui/button.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { lazily } from '../../../ui/lazily.tsx';
import type { MenuItem } from '../../../ui/menu.tsx';
import { KEY_COLUMNS, narrowKey } from './key-columns.tsx';
import { scopedQuery, type KeyScope } from './key-list-spec.ts';
import { useKeyFilters, useKeyListState } from './use-key-filters.ts';

const EditDescriptionDialog = lazily(
  async () => (await import('./edit-description-dialog.tsx')).EditDescriptionDialog,
);
const DeleteKeyDialog = lazily(async () => (await import('./delete-key-dialog.tsx')).DeleteKeyDialog);
const DeleteKeysDialog = lazily(async () => (await import('./delete-keys-dialog.tsx')).DeleteKeysDialog);

const CompromiseDialog = lazily(
  async () => (await import('../../../parts/compromise/compromise-dialogs.tsx')).KeyCompromiseDialog,
);

const rowId = ({ key }: KeyEntry) => key;
const rowName = ({ key }: KeyEntry) => key;

export type KeyTableProps = {
  scope: KeyScope;
  /** Above the table; absent where the page's own title says it. */
  title?: string;
  purpose?: ReactNode;
  /** The button that makes a key, where there are some. */
  add?: ReactNode;
  /** Always at the end of the title's line. */
  note?: ReactNode;
  /** What to do where there is none: a sentence, and the button. */
  empty: ReactNode;
  emptyAction?: ReactNode;
};

type Open =
  | { readonly kind: 'edit' | 'delete' | 'compromise'; readonly entry: KeyEntry }
  | { readonly kind: 'delete-many'; readonly keys: readonly KeyEntry[] };

/** API keys with everything that can be done to them (K8). */
export function KeyTable({ scope, title, purpose, add, note, empty, emptyAction }: KeyTableProps) {
  const state = useKeyListState();
  const query = scopedQuery(state.query, scope);
  const list = useRead(listApiKeys, { query }, { keepPrevious: true });
  const rows = list.data?.keys;
  const filters = useKeyFilters(state, scope, rows);
  const exporting = useExport(exportApiKeys, scopedQuery(state.filterQuery, scope), 'API keys');
  const page = rows?.map(rowId) ?? [];
  const { sort: _order, direction: _way, ...question } = state.filterQuery;
  const mode = useSelection(page, JSON.stringify([question, state.query.cursor]));
  const [open, setOpen] = useState<Open>();
  const close = () => setOpen(undefined);
  // Read again after a change: a dialog says what is so now.
  const fresh = (entry: KeyEntry): KeyEntry => rows?.find(({ key }) => key === entry.key) ?? entry;
  const selected = rows?.filter(({ key }) => isSelected(mode.selection, key)) ?? [];

  const removeSelected = () => {
    const [first] = selected;
    if (first === undefined) return;
    setOpen(
      selected.length === 1 ? { kind: 'delete', entry: first } : { kind: 'delete-many', keys: selected },
    );
  };
  const menu = (entry: KeyEntry): readonly MenuItem[] => {
    EditDescriptionDialog.preload();
    DeleteKeyDialog.preload();
    if (entry.verdicts.report_compromise.allowed) CompromiseDialog.preload();
    return [
      {
        label: 'Edit description',
        icon: <Pencil size={16} aria-hidden />,
        verdict: entry.verdicts.edit,
        onSelect: () => setOpen({ kind: 'edit', entry }),
      },
      {
        label: 'Credentials are compromised',
        icon: <ShieldAlert size={16} aria-hidden />,
        danger: true,
        separated: true,
        verdict: entry.verdicts.report_compromise,
        onSelect: () => setOpen({ kind: 'compromise', entry }),
      },
      {
        label: 'Delete API key',
        icon: <Trash2 size={16} aria-hidden />,
        danger: true,
        verdict: entry.verdicts.delete,
        onSelect: () => setOpen({ kind: 'delete', entry }),
      },
    ];
  };

  const none = rows?.length === 0 && !state.filtered;
  return (
    <>
      {(title !== undefined || add !== undefined) && (
        <div className="keys-head">
          <div>
            {title !== undefined && <h2>{title}</h2>}
            {purpose !== undefined && <p>{purpose}</p>}
          </div>
          {note}
          {!none && add}
        </div>
      )}
      <CompromiseBanners
        things={(rows ?? []).map(({ key, compromise }) => ({ name: `API key ${key}`, compromise }))}
      />
      <ListTable
        state={state}
        list={list}
        noun={['API key', 'API keys']}
        searched="key, description, owner, owner email and resource"
        filters={filters}
        exporting={exporting}
        caption="API keys"
        columns={KEY_COLUMNS}
        rows={rows}
        getRowId={rowId}
        getRowName={rowName}
        narrow={narrowKey}
        rowMenu={menu}
        selection={mode.rows}
        empty={
          <EmptyState icon={<KeyRound size={20} aria-hidden />} title="No API keys yet" action={emptyAction}>
            {empty}
          </EmptyState>
        }
      />
      {!isEmpty(mode.selection) && selected.length > 0 && (
        <SelectionBar mode={mode} page={page} total={list.data?.total_count ?? 0} beyondPage={false}>
          <Button
            size="small"
            icon={<Trash2 size={14} aria-hidden />}
            aria-label={selected.length === 1 ? 'Delete API key' : `Delete ${selected.length} API keys`}
            onPointerEnter={DeleteKeysDialog.preload}
            onClick={removeSelected}
          >
            Delete
          </Button>
        </SelectionBar>
      )}
      {open?.kind === 'compromise' && <CompromiseDialog apiKey={open.entry.key} onClose={close} />}
      {open?.kind === 'edit' && <EditDescriptionDialog entry={open.entry} onClose={close} />}
      {open?.kind === 'delete' && (
        <DeleteKeyDialog
          entry={fresh(open.entry)}
          onClose={close}
          onDeleted={() => {
            mode.change({ type: 'clear' });
            announce(`API key ${open.entry.key} was deleted`);
          }}
        />
      )}
      {open?.kind === 'delete-many' && (
        <DeleteKeysDialog
          keys={open.keys}
          onClose={(begun) => {
            if (begun) mode.change({ type: 'clear' });
            close();
          }}
        />
      )}
    </>
  );
}
