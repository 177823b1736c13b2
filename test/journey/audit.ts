/** What must be true of a document's audit trail when all is over, whatever happened on the way. */
import { createHash } from 'node:crypto';
import { expect } from 'vitest';
import type { Commit } from '../../functions/domain/commit.ts';
import { firstBreak } from '../../functions/domain/commit.ts';
import type { EventName, LedgerEvent, MailPurpose } from '../../functions/domain/event.ts';
import type { InboxMail } from '../../infra/local/engines/smtp.ts';

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

export async function commitsOf(url: string, token: string, id: string): Promise<Commit[]> {
  const response = await fetch(`${url}/v1/documents/${id}/events`, {
    headers: { authorization: `Bearer ${token}` },
  });
  expect(response.status).toBe(200);
  const { commits } = (await response.json()) as { commits: Commit[] };
  return commits;
}

const named = (events: readonly LedgerEvent[], name: EventName): readonly LedgerEvent[] =>
  events.filter(({ type }) => type === name);

const signersIn = (events: readonly LedgerEvent[]): readonly number[] =>
  events.flatMap((event) => ('signer' in event ? [event.signer] : [])).sort((a, b) => a - b);

/** A letter sent twice has one Message-ID; without a crash nobody shall get any letter twice. */
export function expectNoLetterTwice(letters: readonly InboxMail[]): void {
  const ids = letters.map(({ messageId }) => messageId);
  expect(ids.filter((id, index) => ids.indexOf(id) < index)).toEqual([]);
}

/** One seal, every signature exactly once, every signatory invited and told, an unbroken chain. */
export function expectWhole(commits: readonly Commit[], signers: number): void {
  const events = commits.flatMap((commit) => commit.events);
  const everyone = Array.from({ length: signers }, (_, index) => index + 1);
  expect(firstBreak(commits, digest)).toBeUndefined();
  expect(named(events, 'DocumentRendered')).toHaveLength(1);
  expect(named(events, 'SigningCompleted')).toHaveLength(1);
  expect(named(events, 'EvidenceCompiled')).toHaveLength(1);
  expect(named(events, 'DocumentSealed')).toHaveLength(1);
  expect(signersIn(named(events, 'SignerSigned'))).toEqual(everyone);
  const mails = named(events, 'MailSent') as Extract<LedgerEvent, { type: 'MailSent' }>[];
  const told = (purpose: MailPurpose): readonly LedgerEvent[] =>
    mails.filter((mail) => mail.purpose === purpose);
  // Who had an invitation to another document in the mailbox needs no second one.
  const invited = [...told('invitation'), ...named(events, 'InvitationShared')];
  expect(signersIn(invited)).toEqual(everyone);
  expect(signersIn(told('completion'))).toEqual(everyone);
}
