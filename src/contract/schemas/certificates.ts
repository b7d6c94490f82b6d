import * as z from 'zod/mini';
import { SEVERITIES } from '../values.ts';
import { wireTime } from './shared.ts';

/** What is to be done about the certificates of one service (C5): renewed ones to fetch, failed renewals to look into. */
export const CertificateAttention = z.object({
  project_name: z.string(),
  service_name: z.string(),
  count: z.int(),
  /** Of these, renewals that failed. */
  failed_count: z.int(),
  /** The first few, the most urgent first. */
  usernames: z.array(z.string()),
  /** When the first of the old certificates ends, or when it ended. */
  soonest_time: wireTime,
  severity: z.enum(SEVERITIES),
});
export type CertificateAttention = z.output<typeof CertificateAttention>;
