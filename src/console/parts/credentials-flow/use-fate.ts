import { getAccess, previewRotation } from '../../../contract/operations/accesses.ts';
import { getRequest } from '../../../contract/operations/requests.ts';
import { useRead } from '../../api/queries.ts';

/** What the dialogs say beside the credentials: of which access they are, and what becomes of the old ones. */
export function useFate(accessId: string) {
  const params = { access_id: accessId };
  const read = useRead(getAccess, { params });
  const access = read.data?.access;
  const requestId = access?.active_request_id;
  const rotation = access?.first_credentials === false;
  const preview = useRead(previewRotation, { params }, { enabled: rotation });
  const request = useRead(
    getRequest,
    { params: { request_id: requestId ?? '' } },
    { enabled: rotation && requestId !== undefined },
  );
  const asked = request.data?.request;
  return {
    access,
    error: access === undefined ? read.error : null,
    retry: () => void read.refetch(),
    /** True where new credentials replace old ones. */
    rotation,
    /** Undefined until it is known. */
    passwordsOverlap: preview.data?.passwords_overlap,
    overlap: asked?.request_type === 'rotate_credentials' ? asked.overlap : undefined,
  };
}

export type Fate = ReturnType<typeof useFate>;
