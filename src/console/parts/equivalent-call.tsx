import { CopyButton } from '../ui/copy-button.tsx';
import { HOST } from '../shell/host.ts';
import { curlOf, TOKEN_VARIABLE, type Call } from './curl.ts';
import './equivalent-call.css';

export type EquivalentCallProps = {
  call: Call;
  /** Above the command; "The same with curl" without it. */
  title?: string;
  /** Unfolded from the start. */
  open?: boolean;
};

/** What this action is over HTTP (P7); the token stands in an environment variable, never here. */
export function EquivalentCall({ call, title = 'The same with curl', open = false }: EquivalentCallProps) {
  const command = curlOf(call, location.origin);
  return (
    <details className="equivalent" open={open}>
      <summary>{title}</summary>
      <div className="equivalent-command">
        {/* A text area scrolls and selects with the keyboard. */}
        <textarea
          className="mono"
          readOnly
          spellCheck={false}
          wrap="off"
          rows={command.split('\n').length}
          aria-label={title}
          value={command}
        />
        <CopyButton withText label="Copy command" value={() => command} />
      </div>
      <p className="muted">
        <span className="mono">{TOKEN_VARIABLE}</span> holds an access token of yours.
        {HOST !== 'server' &&
          ' The API of this demo answers in this browser only; a server answers like this.'}
      </p>
    </details>
  );
}
