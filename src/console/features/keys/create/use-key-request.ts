import { useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { createRequest } from '../../../../contract/operations/requests.ts';
import { useCommand } from '../../../api/commands.ts';
import { ApiError, messageOf, unsettled } from '../../../api/errors.ts';
import { anyOf } from '../../../parts/people-words.ts';
import { paths } from '../../../paths.ts';
import { toast } from '../../../ui/toast-store.ts';
import type { KeyTarget } from './key-target.ts';

export type KeyWish = {
  readonly owner_id: string;
  readonly description: string;
  readonly message: string;
  /** Who can approve it. */
  readonly approvers: readonly string[];
};

export type KeyRequesting = {
  readonly send: (wish: KeyWish) => Promise<void>;
  readonly pending: boolean;
  /** Why it was refused, or that no answer came. */
  readonly problem: string | undefined;
  /** By the places in the body. */
  readonly fields: Readonly<Record<string, string>>;
  /** No answer came: the same can be sent again, and is carried out once. */
  readonly unsettled: boolean;
};

/** Asks for a key that takes a second person's approval (K6); what is typed survives every failure. */
export function useKeyRequest(target: KeyTarget, onClose: () => void): KeyRequesting {
  const navigate = useNavigate();
  const { run, pending } = useCommand(createRequest);
  const [failure, setFailure] = useState<unknown>();
  const send = async ({ approvers, ...wish }: KeyWish) => {
    setFailure(undefined);
    try {
      const { request } = await run({
        body: { request_type: 'create_api_key', resource_id: target.id, ...wish },
      });
      onClose();
      toast({
        tone: 'success',
        title: `API key for ${request.resource_name} requested. ${anyOf(approvers)} can approve.`,
        action: {
          label: 'View request',
          onSelect: () => void navigate(paths.groupRequest(request.request_id)),
        },
      });
    } catch (error) {
      setFailure(error);
    }
  };
  const fields = failure instanceof ApiError ? failure.fields : {};
  const elsewhere = failure !== undefined && Object.keys(fields).length === 0;
  return {
    send,
    pending,
    problem: elsewhere ? messageOf(failure) : undefined,
    fields,
    unsettled: failure !== undefined && unsettled(failure),
  };
}
