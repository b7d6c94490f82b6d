import { useEffect, useRef, useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { previewRotation } from '../../../contract/operations/accesses.ts';
import { createRequest } from '../../../contract/operations/requests.ts';
import type { Overlap, RotationPreview } from '../../../contract/schemas/accesses.ts';
import { useCommand } from '../../api/commands.ts';
import { ApiError, messageOf, unsettled } from '../../api/errors.ts';
import { useRead } from '../../api/queries.ts';
import { aclSummary, aclText } from '../../parts/acl-table.tsx';
import { LeaveWarning } from '../../parts/leave-warning.tsx';
import { anyOf } from '../../parts/people-words.ts';
import { useLeaveGuard } from '../../parts/use-leave-guard.ts';
import { paths } from '../../paths.ts';
import { toast } from '../../ui/toast-store.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { VerdictButton } from '../../ui/verdict-button.tsx';
import { messageProblem, RotationFields, Waiting } from './rotation-fields.tsx';
import './accesses.css';

type RotationDialogProps = {
  accessId: string;
  /** Removes `?rotate=` from the URL. */
  onClose: () => void;
};

/** Asks the other members of the owner group for new credentials (R2). What is typed survives every failure. */
export function RotationDialog({ accessId, onClose }: RotationDialogProps) {
  const navigate = useNavigate();
  const read = useRead(previewRotation, { params: { access_id: accessId } });
  const { run, pending } = useCommand(createRequest);
  const [message, setMessage] = useState('');
  const [chosen, setChosen] = useState<Overlap>();
  const [checked, setChecked] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const [warned, setWarned] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const { asked, stay, release } = useLeaveGuard(message.trim() !== '', 'rotate', accessId);

  const preview = read.data;
  const ready = preview !== undefined;
  useEffect(() => {
    // The field comes with the preview, after the dialog took the focus.
    if (ready) field.current?.focus();
  }, [ready]);
  const leave = () => {
    if (!release()) onClose();
  };
  const requestClose = () => {
    if (message.trim() === '') leave();
    else setWarned(true);
  };

  const submit = async (shown: RotationPreview) => {
    setChecked(true);
    setFailure(undefined);
    if (messageProblem(message) !== undefined) {
      field.current?.focus();
      return;
    }
    try {
      const { request } = await run({
        body: {
          request_type: 'rotate_credentials',
          access_id: accessId,
          message: message.trim(),
          overlap: chosen ?? shown.overlap_preset,
        },
      });
      leave();
      toast({
        tone: 'success',
        title: `Rotation of ${shown.access.access_name} requested. ${canApprove(shown)}`,
        action: {
          label: 'View request',
          onSelect: () => void navigate(paths.groupRequest(request.request_id)),
        },
      });
    } catch (error) {
      setFailure(error);
      if (error instanceof ApiError && error.fields['message'] !== undefined) field.current?.focus();
    }
  };

  const fields = failure instanceof ApiError ? failure.fields : {};
  const elsewhere =
    failure !== undefined && fields['message'] === undefined && fields['overlap'] === undefined;
  // A submit whose answer is missing may be the very rotation that is in its way: it can be tried again.
  const trying = pending || (failure !== undefined && unsettled(failure));
  const verdict = trying ? { allowed: true } : preview?.verdict;
  const refusal = verdict?.allowed === false ? verdict.message : undefined;

  return (
    <>
      <Dialog
        title="Request credential rotation"
        description={
          preview === undefined ? undefined : `Ask for new credentials for ${preview.access.access_name}.`
        }
        onRequestClose={requestClose}
        initialFocus={field}
        onSubmit={() => {
          if (preview !== undefined && verdict?.allowed === true) void submit(preview);
        }}
        footnote={preview === undefined ? undefined : 'Nothing is made before somebody approves.'}
        actions={
          <>
            <Button onClick={requestClose}>Cancel</Button>
            {verdict !== undefined && (
              <VerdictButton type="submit" variant="primary" verdict={verdict} busy={pending}>
                Submit
              </VerdictButton>
            )}
          </>
        }
      >
        {preview === undefined ? (
          read.error === null ? (
            <Waiting />
          ) : (
            <ErrorState
              title="This access could not be read"
              action={<Button onClick={() => void read.refetch()}>Try again</Button>}
            >
              {messageOf(read.error)}
            </ErrorState>
          )
        ) : (
          <>
            <Subject preview={preview} />
            {elsewhere ? (
              <Banner severity="error" shape="box">
                {messageOf(failure)}
              </Banner>
            ) : (
              refusal !== undefined && (
                <Banner severity="warning" shape="box">
                  {refusal}
                </Banner>
              )
            )}
            <RotationFields
              field={field}
              message={message}
              onMessage={(text) => {
                setMessage(text);
                setFailure(undefined);
              }}
              messageError={fields['message'] ?? (checked ? messageProblem(message) : undefined)}
              overlaps={preview.overlaps}
              overlap={chosen ?? preview.overlap_preset}
              onOverlap={setChosen}
              overlapError={fields['overlap']}
              overlapHint={
                preview.passwords_overlap
                  ? undefined
                  : 'This platform keeps one password per service user: the old one stops working when the new one is shown.'
              }
            />
            {preview.approvers.length > 0 && <p className="approvers">{canApprove(preview)}</p>}
          </>
        )}
      </Dialog>
      {(warned || asked) && (
        <LeaveWarning
          title="Discard your message?"
          stay="Keep writing"
          leave="Discard"
          onStay={() => {
            setWarned(false);
            stay();
          }}
          onLeave={leave}
        >
          The request was not submitted. What you wrote will be gone.
        </LeaveWarning>
      )}
    </>
  );
}

const canApprove = ({ approvers }: RotationPreview): string =>
  `${anyOf(approvers.map((person) => person.real_name))} can approve.`;

/** What it is about, before anything is asked. */
function Subject({ preview: { access } }: { preview: RotationPreview }) {
  const { username, service_name: service, project_name: project, acls } = access.access_data;
  const topics = aclSummary(acls);
  return (
    <dl className="subject">
      <dt>Service user</dt>
      <dd className="mono wrap">{username}</dd>
      <dt>Service</dt>
      <dd>
        {service}, {project}
      </dd>
      <dt>Topics</dt>
      <dd title={aclText(acls)}>
        {topics === undefined ? (
          'none'
        ) : (
          <>
            <span className="mono wrap">{topics.topic}</span> {topics.operations}
            {topics.more > 0 && ` and ${topics.more} more`}
          </>
        )}
      </dd>
    </dl>
  );
}
