/** Carries out what a signatory's form asks for; with a certificate too, where the agency says so. */
import type { Context } from 'hono';
import type { DocumentCommand } from '../domain/command.ts';
import { hasSigned } from '../domain/document.ts';
import type { Place } from '../domain/invitation.ts';
import { signerAt } from '../domain/invitation.ts';
import type { Door } from '../runtime/http.ts';
import { whyOverRate } from '../runtime/rate.ts';
import type { Reason } from '../runtime/refusals.ts';
import { type Credentials, signCertified } from './certify.ts';
import type { SigningWorld, Visit } from './door.ts';

const MAX_PASSPHRASE_CHARS = 200;

/** Nomor Induk Kependudukan. */
const NIK_PATTERN = /^\d{16}$/;

const written = (form: FormData, name: string): string => {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
};

/** The account is found by the address of the invitation, unless a NIK is given for this once. */
function credentialsIn(form: FormData, email: string): Credentials | 'passphraseMissing' {
  const passphrase = written(form, 'passphrase');
  const nik = written(form, 'nik').trim();
  const isFilled = passphrase !== '' && passphrase.length <= MAX_PASSPHRASE_CHARS;
  if (!isFilled || (nik !== '' && !NIK_PATTERN.test(nik))) return 'passphraseMissing';
  return { account: nik === '' ? { email } : { nik }, passphrase };
}

/** What a signatory has sent about one document of theirs. */
export type Sent = {
  readonly c: Context<Door>;
  readonly visit: Visit;
  readonly place: Place;
  readonly form: FormData;
};

/** Counts a try with a passphrase; answers why it may not go on. */
function overTries(world: SigningWorld, { c, visit }: Sent) {
  const given = visit.places.filter(
    ({ state, signer }) => state.draft.agency.certifier !== undefined && hasSigned(state, signer),
  );
  const by = `${world.links.hash(c.req.param('token') ?? '')}|${given.length}`;
  return whyOverRate(c, world, { verb: 'passphrase', by });
}

/** @returns why nothing was recorded; undefined when it was, or is on record already. */
export async function perform(
  world: SigningWorld,
  sent: Sent,
  command: DocumentCommand,
): Promise<Reason | undefined> {
  const { state, signer } = sent.place;
  const documentId = state.draft.id;
  if (command.type === 'sign' && state.draft.agency.certifier !== undefined) {
    const credentials = credentialsIn(sent.form, signerAt(sent.place).email);
    if (typeof credentials === 'string') return credentials;
    const over = await overTries(world, sent);
    return over ?? signCertified(world, { documentId, command, credentials });
  }
  const outcome = await world.execute(documentId, command, { type: 'signer', signer });
  return outcome.ok ? undefined : outcome.refusal.reason;
}
