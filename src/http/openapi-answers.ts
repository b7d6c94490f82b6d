import type { Operation } from '../contract/operation.ts';
import { PROBLEMS, type ProblemCode } from '../contract/problems.ts';
import { PROBLEM_WORDS } from './openapi-problems.ts';
import { titleOf } from './problem-response.ts';

export type Json = { readonly [key: string]: unknown };

export const ref = (name: string): string => `#/components/schemas/${name}`;

/** An error as the management API's clients read it, and as everybody else does. */
const ENVELOPES = {
  iam: {
    name: 'IamProblemBody',
    value: (code: ProblemCode, detail: string): Json => ({
      errors: [{ id: '…', status: String(PROBLEMS[code]), code, title: titleOf(PROBLEMS[code]), detail }],
    }),
  },
  governance: {
    name: 'ProblemBody',
    value: (code: ProblemCode, message: string): Json => ({
      message,
      errors: [{ message, status: PROBLEMS[code], error_code: code }],
    }),
  },
} as const satisfies Record<Operation['dialect'], object>;

/** Every answer that these errors come in, by status. */
export const problemAnswers = (
  codes: readonly ProblemCode[],
  dialect: Operation['dialect'] = 'governance',
): Json => {
  const statuses = [...new Set(codes.map((code) => PROBLEMS[code]))].sort((a, b) => a - b);
  const { name, value } = ENVELOPES[dialect];
  const example = (code: ProblemCode) => {
    const words = PROBLEM_WORDS[code];
    return { summary: words, value: value(code, words) };
  };
  return Object.fromEntries(
    statuses.map((status) => {
      const own = [...new Set(codes)].filter((code) => PROBLEMS[code] === status);
      return [
        String(status),
        {
          description: own.map((code) => `\`${code}\`: ${PROBLEM_WORDS[code]}`).join('\n\n'),
          content: {
            'application/json': {
              schema: { $ref: ref(name) },
              examples: Object.fromEntries(own.map((code) => [code, example(code)])),
            },
          },
        },
      ];
    }),
  );
};
