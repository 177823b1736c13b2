/** Bodies of the commands on one document. */
import { z } from 'zod';
import { sentence } from './field.ts';

export const VoidRequest = z.strictObject({
  reason: sentence.describe('Why the document ends; it stays on record'),
});

export const ResendRequest = z.strictObject({
  signer: z.int().min(1).describe('Number of the signatory on this document'),
  round: z
    .int()
    .min(1)
    .optional()
    .describe('Round of the link to replace: with it a repeated request is harmless'),
});
