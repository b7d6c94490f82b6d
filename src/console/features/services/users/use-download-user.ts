import { showServiceUserSecrets } from '../../../../contract/operations/service-users.ts';
import type { ServiceUser } from '../../../../contract/schemas/service-users.ts';
import { useCommand } from '../../../api/commands.ts';
import { messageOf } from '../../../api/errors.ts';
import { saveBundle } from '../../../parts/save-bundle.ts';
import { toast } from '../../../ui/toast-store.ts';
import type { ServiceKey } from './user-params.ts';

/**
 * **Download credentials** of a service user: the zip of an access's credentials (R16, C6), with what the server still
 * keeps. The secrets live in this call and in the file, nowhere else (R21).
 */
export function useDownloadUser(service: ServiceKey): (user: ServiceUser) => void {
  const { run } = useCommand(showServiceUserSecrets);

  const download = async (user: ServiceUser): Promise<string | undefined> => {
    const { credentials, connection, topics } = await run({
      params: { ...service, username: user.username },
      body: { purpose: 'download' },
    });
    const { access_cert: cert, access_key: key, ca_cert: ca } = credentials;
    if (cert === undefined || key === undefined || ca === undefined) return 'No certificate of it is kept.';
    return saveBundle({
      username: credentials.username,
      password: credentials.password,
      accessCert: cert,
      accessKey: key,
      caCert: ca,
      bootstrapServers: { certificate: connection.ssl, sasl: connection.sasl },
      saslMechanism: connection.sasl_mechanism,
      accessName: user.access?.access_name,
      projectName: service.project,
      serviceName: service.service_name,
      topics,
      shownOnce: false,
    });
  };

  return (user) => {
    const fail = (why: string) =>
      toast({ tone: 'error', title: `The credentials of ${user.username} were not downloaded. ${why}` });
    download(user).then(
      (problem) => {
        if (problem !== undefined) fail(problem);
        else toast({ tone: 'success', title: `The credentials of ${user.username} were downloaded.` });
      },
      (error: unknown) => fail(messageOf(error)),
    );
  };
}
