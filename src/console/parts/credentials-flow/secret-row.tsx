import type { ReactNode } from 'react';
import { Eye, EyeOff } from 'lucide-react';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';

/** Always as many, so that nothing is told about the length. */
const MASK = '•'.repeat(16);

/** More scroll. */
const PEM_LINES = 10;

type SecretRowProps = {
  label: string;
  /** Asked when it is copied or shown. */
  value: () => string;
  /** Absent for what is no secret and always readable. */
  /** Without `toggle` it stays masked, and Copy is all there is. */
  secret?: { shown: boolean; toggle?: () => void };
  /** A PEM: shown in a block below the row. */
  block?: boolean;
  /** In the value's place while a block is masked: what a certificate says of itself. */
  facts?: ReactNode;
};

/** One field of the credentials: label, masked value, Show, Copy (R15). */
export function SecretRow({ label, value, secret, block = false, facts }: SecretRowProps) {
  const name = label.startsWith('CA') ? label : label.toLowerCase();
  const shown = secret?.shown ?? true;
  return (
    <div className="secret-row">
      <dt>{label}</dt>
      <dd className="secret-value">
        {facts ??
          (shown && !block ? (
            <span className="mono mono-wrap">{value()}</span>
          ) : shown ? null : (
            <span className="secret-mask">
              <span aria-hidden="true">{MASK}</span>
              <span className="visually-hidden">hidden</span>
            </span>
          ))}
      </dd>
      <dd className="secret-actions">
        {secret?.toggle !== undefined && (
          <Button
            size="small"
            className="secret-show"
            aria-label={`${shown ? 'Hide' : 'Show'} ${name}`}
            icon={shown ? <EyeOff size={14} aria-hidden /> : <Eye size={14} aria-hidden />}
            onClick={secret.toggle}
          >
            {shown ? 'Hide' : 'Show'}
          </Button>
        )}
        <CopyButton withText label={`Copy ${name}`} value={value} />
      </dd>
      {block && shown && (
        <dd className="secret-block">
          {/* A text area scrolls and selects with the keyboard. */}
          <textarea
            className="secret-pem mono"
            readOnly
            spellCheck={false}
            rows={Math.min(value().trimEnd().split('\n').length, PEM_LINES)}
            aria-label={label}
            value={value()}
          />
        </dd>
      )}
    </div>
  );
}
