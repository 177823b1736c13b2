/** A letter wished for again: who is asked for, how often, and what the letter is about. */
import { describe, expect, it } from 'vitest';
import type { DocumentState } from '../../functions/domain/document.ts';
import { evolve } from '../../functions/domain/document.ts';
import {
  askerOf,
  evolveLinkRequest,
  isLetterOwed,
  linkRequestId,
  mayAsk,
  personAt,
  placesToRemindOf,
} from '../../functions/domain/link-request.ts';
import { ceremony, cityOf, signedBy } from '../samples/ceremony.ts';

const AT = '2026-11-21T03:00:00.000Z';
const minutesOn = (minutes: number): string =>
  new Date(Date.parse(AT) + minutes * 60_000).toISOString();

const asked = evolveLinkRequest(undefined, { type: 'LinkRequested' }, AT);

describe('who asks', () => {
  const { documents } = ceremony(cityOf(2));

  it('is found by the address, whatever its case and the blanks around it', () => {
    const person = documents[0]?.draft.signers.find(({ name }) => name === 'Wali Kota')?.person;
    expect(personAt(documents, ' WALI.KOTA@example.test ')).toBe(person);
    expect(person).toBeDefined();
  });

  it('is nobody when the address is on no document', () => {
    expect(personAt(documents, 'orang.lain@example.test')).toBeUndefined();
  });

  it('is named by the stream of the requests, and by nothing else', () => {
    const asker = { declarationId: '7k3m9x2p5v8r1tqz', person: 12 };
    expect(askerOf(linkRequestId(asker))).toEqual(asker);
    expect(() => askerOf('7k3m9x2p5v8r1tqz')).toThrow();
  });
});

describe('how often', () => {
  it('is once in five minutes, whether the letter has left or not', () => {
    const sent = evolveLinkRequest(asked, { type: 'LinkSentAgain', messageId: 'm' }, minutesOn(1));
    for (const state of [asked, sent])
      expect([0, 4.9, 5].map((minutes) => mayAsk(state, minutesOn(minutes)))).toEqual([
        false,
        false,
        true,
      ]);
    expect(mayAsk(undefined, AT)).toBe(true);
  });

  it('is one letter a request', () => {
    expect(isLetterOwed(asked)).toBe(true);
    const sent = evolveLinkRequest(asked, { type: 'LinkSentAgain', messageId: 'm' }, minutesOn(1));
    expect(isLetterOwed(sent)).toBe(false);
    expect(isLetterOwed(evolveLinkRequest(sent, { type: 'LinkRequested' }, minutesOn(6)))).toBe(
      true,
    );
  });
});

describe('what the letter is about', () => {
  const invited = (document: DocumentState): DocumentState =>
    evolve(
      document,
      { type: 'MailSent', purpose: 'invitation', signer: 1, round: 1, messageId: 'm' },
      AT,
    );
  const place = (state: DocumentState) => ({ number: 1, state, signer: 1 });
  const [charter] = ceremony(cityOf(1)).documents;
  if (charter === undefined) throw new Error('nothing was made');

  it('is what the person has been invited to and has not signed', () => {
    expect(placesToRemindOf([place(invited(charter))])).toHaveLength(1);
    const { documents } = signedBy(ceremony(cityOf(1)), 'Ketua Dinas 1', { at: AT });
    expect(placesToRemindOf(documents.map(invited).map(place))).toEqual([]);
  });

  it('is nothing while the invitation itself is still to leave, or the link is being renewed', () => {
    expect(placesToRemindOf([place(charter)])).toEqual([]);
    const renewed = evolve(invited(charter), { type: 'LinkRenewed', signer: 1, round: 2 }, AT);
    expect(placesToRemindOf([place(renewed)])).toEqual([]);
  });
});
