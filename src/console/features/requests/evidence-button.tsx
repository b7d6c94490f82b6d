import { useState } from 'react';
import { FileCheck2 } from 'lucide-react';
import { getEvidence } from '../../../contract/operations/audit.ts';
import { call, saveBlob } from '../../api/client.ts';
import { messageOf } from '../../api/errors.ts';
import { Button } from '../../ui/button.tsx';
import { ProblemBanner } from '../../parts/problem-banner.tsx';

/** Everything about the request in one signed file, for an auditor (P9). */
export function EvidenceButton({ requestId }: { requestId: string }) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();

  const download = async () => {
    setBusy(true);
    setProblem(undefined);
    try {
      const evidence = await call(getEvidence, { params: { request_id: requestId } });
      const text = `${JSON.stringify(evidence, null, 2)}\n`;
      saveBlob(new Blob([text], { type: 'application/json' }), `evidence-${requestId}.json`);
    } catch (error) {
      setProblem(messageOf(error));
    } finally {
      setBusy(false);
    }
  };

  return (
    <div className="review-action">
      <ProblemBanner problem={problem} />
      <Button
        size="small"
        icon={<FileCheck2 size={16} aria-hidden />}
        busy={busy}
        onClick={() => void download()}
      >
        Download evidence
      </Button>
      <p className="review-note">
        One signed file with the request, the decisions and every event, for an auditor. It names people and
        the addresses they called from.
      </p>
    </div>
  );
}
