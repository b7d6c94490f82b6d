import { Component, type ReactNode } from 'react';
import type { Reveal } from '../../../contract/schemas/credentials.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { SecretRow } from './secret-row.tsx';

type PlainFallbackProps = { reveal: Reveal; onClose: () => void; children: ReactNode };

/**
 * A fault while drawing must not cost credentials that cannot be shown again: then there are still rows to copy from,
 * and a way to draw the dialog once more.
 */
export class PlainFallback extends Component<PlainFallbackProps, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    const { reveal, onClose, children } = this.props;
    if (!this.state.failed) return children;
    const { username, password, access_cert: cert, access_key: key, ca_cert: ca } = reveal.credentials;
    const hidden = { shown: false };
    return (
      <Dialog
        title="Save service user credentials"
        description="This window could not draw itself. Your credentials are safe: copy each of them, or draw it again."
        size="large"
        onRequestClose={onClose}
        actions={
          <>
            <Button onClick={onClose}>Close</Button>
            <Button variant="primary" onClick={() => this.setState({ failed: false })}>
              Draw it again
            </Button>
          </>
        }
      >
        <dl className="secrets">
          <SecretRow label="Username" value={() => username} />
          <SecretRow label="Password" value={() => password} secret={hidden} />
          <SecretRow label="Access certificate" value={() => cert} secret={hidden} block />
          <SecretRow label="Access key" value={() => key} secret={hidden} block />
          <SecretRow label="CA certificate" value={() => ca} secret={hidden} block />
        </dl>
      </Dialog>
    );
  }
}
