import { lazily } from '../ui/lazily.tsx';
import { useUrlDialog } from './use-url-dialog.ts';

/** The one look at new credentials (R14). */
export const CredentialsDialog = lazily(
  async () => (await import('./credentials-flow/credentials-flow.tsx')).CredentialsFlow,
);

/** The same over whichever page says `?credentials=<access>`. Each page has it once. */
export function CredentialsFromUrl() {
  const { accessId, close } = useUrlDialog('credentials');
  if (accessId === undefined) return null;
  return <CredentialsDialog key={accessId} accessId={accessId} onClose={close} />;
}
