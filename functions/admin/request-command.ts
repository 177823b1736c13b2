/** Bodies of the commands on one document or declaration. */
import { z } from 'zod';
import { date, sentence } from './field.ts';
import { email, Person } from './request-person.ts';

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

export const AddressRequest = z.strictObject({
  email: email.describe(
    'Where the personal link goes from now on; nobody else’s in the declaration',
  ),
});

export const ReplaceRequest = z.strictObject({
  person: Person.describe('Who is to sign instead'),
  reason: sentence.describe('Why the signatory changes; it stays on record'),
});

export const ExtendRequest = z.strictObject({
  deadline: date.describe("New last day to sign, in the agency's zone; later than before"),
});

export const WithdrawRequest = z.strictObject({
  reason: sentence.describe('Why the page is withdrawn; everyone who comes for it reads this'),
});
