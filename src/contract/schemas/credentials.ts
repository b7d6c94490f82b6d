import * as z from 'zod/mini';
import { wireTime } from './shared.ts';
import { Access } from './accesses.ts';

/** 256 random bits that the page makes before it asks; it may fetch the same credentials again with them (R19). */
export const Claim = z.object({
  claim: z
    .string()
    .check(z.regex(/^[A-Za-z0-9_-]{43}$/u, { error: 'Must be 32 random bytes in base64url.' })),
});

/** The one answer that carries secrets; never cached, never listed (R21). */
export const Reveal = z.object({
  credentials: z.object({
    username: z.string(),
    password: z.string(),
    access_cert: z.string(),
    access_key: z.string(),
    ca_cert: z.string(),
  }),
  certificate: z.object({
    subject: z.string(),
    issuer: z.string(),
    serial: z.string(),
    fingerprint_sha256: z.string(),
    not_before_time: wireTime,
    not_after_time: wireTime,
  }),
  connection: z.object({
    ssl: z.string(),
    sasl: z.string(),
    sasl_mechanism: z.enum(['SCRAM-SHA-256', 'SCRAM-SHA-512']),
  }),
  access: z.object({
    access_id: z.string(),
    access_name: z.string(),
    project_name: z.string(),
    service_name: z.string(),
    topics: z.array(z.object({ name: z.string(), operations: z.array(z.enum(['Read', 'Write'])) })),
  }),
  /** Until then the same claim gets the same answer. */
  recoverable_until_time: wireTime,
});
export type Reveal = z.output<typeof Reveal>;

export const Saved = z.object({ access: Access });

/** The published shape for callers with an API token (C8). */
export const TokenCredentials = z.object({
  credentials: z.object({ access_cert: z.string(), access_key: z.string(), password: z.string() }),
});
