import { useRef, useState, type FormEvent } from 'react';
import { closeIncident } from '../../../contract/operations/incidents.ts';
import type { Incident, IncidentVerdict } from '../../../contract/schemas/incidents.ts';
import { INCIDENT_VERDICT_WORDS } from '../../../contract/words.ts';
import { useCommand } from '../../api/commands.ts';
import { ApiError, messageOf } from '../../api/errors.ts';
import { ProblemBanner } from '../../parts/problem-banner.tsx';
import { RadioList } from '../../ui/choice.tsx';
import { TextArea } from '../../ui/field.tsx';
import { keepFocus } from '../../ui/keep-focus.ts';
import { toast } from '../../ui/toast-store.ts';
import { VerdictButton } from '../../ui/verdict-button.tsx';

const NOTES_LIMIT = 1000;

const OPTIONS = [
  { value: 'confirmed', label: INCIDENT_VERDICT_WORDS.confirmed, hint: 'Somebody else had them.' },
  { value: 'false_alarm', label: INCIDENT_VERDICT_WORDS.false_alarm, hint: 'Nobody else had them.' },
  { value: 'cannot_tell', label: INCIDENT_VERDICT_WORDS.cannot_tell, hint: 'Nobody can say.' },
] as const satisfies readonly { value: IncidentVerdict; label: string; hint: string }[];

/** Closes the review with a verdict and what was found; refused, it stays and says why (P8). */
export function CloseReviewForm({ incident }: { incident: Incident }) {
  const { run, pending } = useCommand(closeIncident);
  const [verdict, setVerdict] = useState<IncidentVerdict>('confirmed');
  const [notes, setNotes] = useState('');
  const [trouble, setTrouble] = useState<{ message?: string; notes?: string }>({});
  const field = useRef<HTMLTextAreaElement>(null);
  const { close } = incident.verdicts;

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const text = notes.trim();
    if (text === '') {
      setTrouble({ notes: 'Say what was found and done, for whoever asks later.' });
      field.current?.focus();
      return;
    }
    setTrouble({});
    keepFocus();
    try {
      await run({
        params: { incident_id: incident.incident_id },
        body: { verdict, notes: text, version: incident.version },
      });
      toast({ tone: 'success', title: `The review of ${incident.name} is closed.` });
    } catch (error) {
      const about = error instanceof ApiError ? error.fields['notes'] : undefined;
      setTrouble(about === undefined ? { message: messageOf(error) } : { notes: about });
    }
  };

  return (
    <form className="incident-form" noValidate aria-label="Review" onSubmit={(event) => void submit(event)}>
      <ProblemBanner problem={trouble.message} />
      {close.allowed && (
        <>
          <RadioList legend="Verdict" options={OPTIONS} value={verdict} onChange={setVerdict} />
          <TextArea
            ref={field}
            label="Notes"
            hint="What was found, and what was done about it. No secrets."
            rows={4}
            required
            limit={NOTES_LIMIT}
            value={notes}
            error={trouble.notes}
            onChange={setNotes}
          />
        </>
      )}
      <div className="details-line">
        <p className="muted">{close.allowed ? 'Everybody concerned is told.' : close.message}</p>
        <VerdictButton verdict={close} variant="primary" type="submit" busy={pending}>
          Close review
        </VerdictButton>
      </div>
    </form>
  );
}
