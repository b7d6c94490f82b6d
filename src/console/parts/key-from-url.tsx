import { lazily } from '../ui/lazily.tsx';
import { useUrlDialog } from './use-url-dialog.ts';

const KeyDialog = lazily(async () => (await import('./key-flow/key-flow.tsx')).KeyFlow);

/** The one look at a key that was asked for (R14), over whichever page says `?key=<request>`. Each page has it once. */
export function KeyFromUrl() {
  const { accessId: requestId, close } = useUrlDialog('key');
  if (requestId === undefined) return null;
  return <KeyDialog key={requestId} requestId={requestId} onClose={close} />;
}
