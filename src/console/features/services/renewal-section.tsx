import { useState } from 'react';
import { Pencil } from 'lucide-react';
import { changeCertificateNotices } from '../../../contract/operations/service-users.ts';
import type { ServiceDetails } from '../../../contract/schemas/services.ts';
import { useCommand } from '../../api/commands.ts';
import { messageOf } from '../../api/errors.ts';
import { lazily } from '../../ui/lazily.tsx';
import { Switch } from '../../ui/switch.tsx';
import { toast } from '../../ui/toast-store.ts';
import { VerdictButton } from '../../ui/verdict-button.tsx';

const RenewalWindowDialog = lazily(
  async () => (await import('./renewal-window-dialog.tsx')).RenewalWindowDialog,
);

/** When certificates renew by themselves (C2), and who hears of it (C10). */
export function RenewalSection({ service }: { service: ServiceDetails }) {
  const { run, pending } = useCommand(changeCertificateNotices);
  const [editing, setEditing] = useState(false);
  const { project_name: project, service_name: name, renewal_window_days: days, verdicts } = service;
  const params = { project, service_name: name };

  const mute = async (muted: boolean) => {
    try {
      await run({ params, body: { muted } });
    } catch (error) {
      toast({ tone: 'error', title: `The notices of ${name} stay as they were. ${messageOf(error)}` });
    }
  };

  return (
    <section className="details-section" aria-labelledby="renewal-title">
      <h2 id="renewal-title">Certificate renewal</h2>
      <div className="details-line renewal-window">
        <p>
          Certificates renew by themselves <strong className="num">{days} days</strong> before they run out.
          The old one works until its end; nobody has to be in time.
        </p>
        <VerdictButton
          size="small"
          icon={<Pencil size={14} aria-hidden />}
          verdict={verdicts.change_notices}
          onPointerEnter={RenewalWindowDialog.preload}
          onFocus={RenewalWindowDialog.preload}
          onClick={() => setEditing(true)}
        >
          Change renewal window
        </VerdictButton>
      </div>
      <Switch
        label="Mute certificate notices"
        hint="For services whose clients sign in with a password only. Renewal itself goes on; banners and notifications stop."
        checked={service.notices_muted}
        verdict={verdicts.change_notices}
        busy={pending}
        onChange={(muted) => void mute(muted)}
      />
      {editing && <RenewalWindowDialog service={service} onClose={() => setEditing(false)} />}
    </section>
  );
}
