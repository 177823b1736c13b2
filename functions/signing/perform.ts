/** Carries out what a signatory's form asks for; with a certificate too, where the agency says so. */
import type { DocumentCommand } from '../domain/command.ts';
import type { Place } from '../domain/invitation.ts';
import { signerAt } from '../domain/invitation.ts';
import type { Reason } from '../runtime/refusals.ts';
import { type Credentials, signCertified } from './certify.ts';
import type { SigningWorld } from './door.ts';

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

/** @returns why nothing was recorded; undefined when it was, or is on record already. */
export async function perform(
  world: SigningWorld,
  place: Place,
  { command, form }: { readonly command: DocumentCommand; readonly form: FormData },
): Promise<Reason | undefined> {
  const { state, signer } = place;
  const documentId = state.draft.id;
  if (command.type === 'sign' && state.draft.agency.certifier !== undefined) {
    const credentials = credentialsIn(form, signerAt(place).email);
    if (typeof credentials === 'string') return credentials;
    return signCertified(world, { documentId, command, credentials });
  }
  const outcome = await world.execute(documentId, command, { type: 'signer', signer });
  return outcome.ok ? undefined : outcome.refusal.reason;
}
