/** A charter that a test of the signing pages has to itself, and what of its signatures is on record. */
import type { LedgerEvent } from '../../functions/domain/event.ts';
import { commitsOf } from '../journey/audit.ts';
import { crowd } from '../journey/event.ts';
import type { Stage } from '../journey/stage.ts';
import { linkOf } from './visitor.ts';

/** A charter of `count` people at addresses of their own, and what the first of them needs. */
export async function charter(stage: Stage, key: string, { count = 2, rules = {} } = {}) {
  const { agency, signatories, ...rest } = crowd(count);
  const body = {
    ...rest,
    agency: { ...agency, ...rules },
    signatories: signatories.map((one, n) => ({ ...one, email: `${key}${n + 1}@example.test` })),
  };
  const { documents } = await stage.api.declare(body);
  const address = `${key}1@example.test`;
  return { id: documents[0]?.id ?? '', address, link: await linkOf(stage, address) };
}

/** Everything of this kind on a document's record. */
export async function recorded<T extends LedgerEvent['type']>(stage: Stage, id: string, type: T) {
  const commits = await commitsOf(stage.host.url, stage.token, id);
  const events = commits.flatMap((commit) => commit.events);
  return events.filter((event): event is Extract<LedgerEvent, { type: T }> => event.type === type);
}

/** Each signature on record, with the mark that it left. */
export const marksOn = async (stage: Stage, id: string) =>
  (await recorded(stage, id, 'SignerSigned')).map(({ signer, mark }) => ({ signer, mark }));

/** The signature of the first signatory, with a name typed in. */
export const typed = (text: string) => ({ signer: 1, mark: { type: 'typed', text } });
