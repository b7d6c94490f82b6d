import { useCallback, useEffect, useRef, useState } from 'react';
import type { Reveal } from '../../../contract/schemas/credentials.ts';
import { saveBlob } from '../../api/client.ts';
import { serverNow } from '../../api/clock.ts';

/** Begun while the line is up, so that a download right after a reveal cannot fail for a missing script. */
export const loadBundler = () => import('../credential-bundle/build-bundle.ts');

/** Makes the zip in this page and saves it (R16); nothing is sent. */
export function useDownload(reveal: Reveal) {
  const [state, setState] = useState<'idle' | 'busy' | 'done' | 'failed'>('idle');
  const [problem, setProblem] = useState('');
  const busy = useRef(false);
  const alive = useRef(true);
  useEffect(() => {
    alive.current = true;
    return () => {
      alive.current = false;
    };
  }, []);

  const download = useCallback(async () => {
    if (busy.current) return;
    busy.current = true;
    setState('busy');
    const { credentials, connection, access } = reveal;
    try {
      const { buildCredentialBundle } = await loadBundler();
      const { fileName, bytes } = await buildCredentialBundle({
        username: credentials.username,
        password: credentials.password,
        accessCert: credentials.access_cert,
        accessKey: credentials.access_key,
        caCert: credentials.ca_cert,
        bootstrapServers: { certificate: connection.ssl, sasl: connection.sasl },
        saslMechanism: connection.sasl_mechanism,
        accessName: access.access_name,
        projectName: access.project_name,
        serviceName: access.service_name,
        topics: access.topics,
        issuedAt: serverNow(),
        shownOnce: true,
      });
      saveBlob(new Blob([bytes], { type: 'application/zip' }), fileName);
      if (alive.current) setState('done');
    } catch (error) {
      if (!alive.current) return;
      // CredentialBundleError's sentences are fit to be shown; its class is not imported, which would load pkijs here.
      setProblem(
        error instanceof Error && error.name === 'CredentialBundleError'
          ? error.message
          : 'The file could not be made.',
      );
      setState('failed');
    } finally {
      busy.current = false;
    }
  }, [reveal]);

  return { state, problem, download: () => void download() };
}
