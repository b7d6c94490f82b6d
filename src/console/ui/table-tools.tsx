import type { Ref } from 'react';
import { Download, ListChecks, Rows3, Rows4 } from 'lucide-react';
import { Button, IconButton } from './button.tsx';
import type { Density } from './table-types.ts';

/** For TableBar's `tools`. The caller remembers the choice. */
export function DensityToggle({
  density,
  onChange,
}: {
  density: Density;
  onChange: (density: Density) => void;
}) {
  const compact = density === 'compact';
  return (
    <IconButton
      label="Compact rows"
      className="density-toggle"
      aria-pressed={compact}
      onClick={() => onChange(compact ? 'comfortable' : 'compact')}
    >
      {compact ? <Rows4 size={16} aria-hidden /> : <Rows3 size={16} aria-hidden />}
    </IconButton>
  );
}

export function ExportButton({ onClick, busy = false }: { onClick: () => void; busy?: boolean }) {
  return (
    <Button
      variant="quiet"
      size="small"
      icon={<Download size={16} aria-hidden />}
      busy={busy}
      onClick={onClick}
    >
      Export CSV
    </Button>
  );
}

/** Shows or hides the boxes of a list. */
export function SelectButton({
  on,
  onClick,
  ref,
}: {
  on: boolean;
  onClick: () => void;
  ref: Ref<HTMLButtonElement>;
}) {
  return (
    <Button
      ref={ref}
      className="select-toggle"
      variant="quiet"
      size="small"
      icon={<ListChecks size={16} aria-hidden />}
      aria-pressed={on}
      onClick={onClick}
    >
      Select
    </Button>
  );
}
