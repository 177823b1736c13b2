/** What a letter to whoever declared says: which documents did not come to their end, and why. */
import type { DocumentState } from '../domain/document.ts';
import { hasSigned, progressOf } from '../domain/document.ts';
import { contactMailDue } from '../domain/due.ts';
import { printedPosition } from '../domain/signer.ts';
import { dateInWords, localTime, localTimeWithOffset } from '../domain/wording.ts';
import type { Letter } from '../ports.ts';
import { sha256 } from '../runtime/digest.ts';
import { MAX_LISTED, written } from './letter.ts';

/** Missing signatories that a letter names of each document. */
const MAX_MISSING = 10;

function listed(state: DocumentState) {
  const { draft, endReason } = state;
  const zone = draft.agency.timezone;
  const missing = draft.signers.filter(({ number }) => !hasSigned(state, number));
  const decliner = draft.signers.find(
    ({ number }) => progressOf(state, number).declinedAt !== undefined,
  );
  const at = decliner && progressOf(state, decliner.number).declinedAt;
  return {
    title: draft.title,
    number: draft.number ?? null,
    deadline: localTime(draft.deadline, zone),
    missing: missing.slice(0, MAX_MISSING).map(({ name }) => name),
    unnamed: missing.length > MAX_MISSING ? missing.length - MAX_MISSING : null,
    strangers: draft.signers.flatMap((signer) => {
      const { disownedAt } = progressOf(state, signer.number);
      if (disownedAt === undefined) return [];
      const told = { name: signer.name, position: printedPosition(signer) };
      return [{ ...told, at: localTimeWithOffset(disownedAt, zone) }];
    }),
    decliner: decliner && {
      name: decliner.name,
      position: printedPosition(decliner),
      at: localTimeWithOffset(at ?? draft.deadline, zone),
      reason: endReason ?? '',
    },
  };
}

/** The letter about documents of one declaration that are due to be told of for the same reason. */
export function contactLetter(
  [first, ...others]: readonly [DocumentState, ...DocumentState[]],
  publicUrl: string,
): Letter {
  const states = [first, ...others];
  const { agency, title, event, declarationId, contact } = first.draft;
  const due = contactMailDue(first);
  if (due === undefined || contact === undefined) throw new Error('no letter is due');
  const model = {
    agencyName: agency.name,
    documentTitle: title,
    eventDate: dateInWords(event.date).long,
    several: others.length > 0 ? { count: states.length } : null,
    documents: states.slice(0, MAX_LISTED).map(listed),
    unlisted: states.length > MAX_LISTED ? states.length - MAX_LISTED : null,
    link: `${publicUrl}/verify/${first.draft.id}`,
  };
  const about = sha256(states.map(({ draft }) => draft.id).join(' '));
  return {
    to: { name: 'Pengelola dokumen', address: contact },
    from: { name: agency.mailSender ?? agency.name },
    ...written(due.purpose, model),
    reference: [declarationId, due.purpose, due.n, about].join('.'),
  };
}
