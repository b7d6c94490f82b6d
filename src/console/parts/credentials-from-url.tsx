import { lazy, Suspense } from 'react';
import { useUrlDialog } from './use-url-dialog.ts';

const CredentialsFlow = lazy(async () => {
  const { CredentialsFlow: component } = await import('./credentials-flow/credentials-flow.tsx');
  return { default: component };
});

/** The one look at new credentials, over whichever page says `?credentials=<access>` (R14). Each page has it once. */
export function CredentialsFromUrl() {
  const { accessId, close } = useUrlDialog('credentials');
  if (accessId === undefined) return null;
  return (
    <Suspense>
      <CredentialsFlow key={accessId} accessId={accessId} onClose={close} />
    </Suspense>
  );
}
