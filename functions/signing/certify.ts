/** Signs with the provider's certificate as well: serially, each on the bytes of the one before. */
import type { Certification } from '../domain/certified.ts';
import { fileToSeal, otherName } from '../domain/certified.ts';
import type { Command } from '../domain/command.ts';
import { decide } from '../domain/decide.ts';
import type { DocumentState } from '../domain/document.ts';
import { hasSigned } from '../domain/document.ts';
import { signatureField } from '../domain/marks.ts';
import { certifiedKey, certifierAnswerKey } from '../domain/storage-key.ts';
import type { CertifiedAccount, Certifier, CertifierNo } from '../ports-seal.ts';
import { sha256 } from '../runtime/digest.ts';
import { log } from '../runtime/log.ts';
import type { Reason } from '../runtime/refusals.ts';
import { type Asked, type CertifiedFile, providerFault, readAnswer } from './certify-answer.ts';
import type { SigningWorld } from './door.ts';

/** How often somebody else may have signed in between before the person is asked to try again. */
const MAX_BASES = 4;
/** No new base is begun after this time, so that the last one ends within the room's own. */
const PATIENCE_MS = 5000;

/** Lives as long as the request, and is kept nowhere. */
export type Credentials = { readonly account: CertifiedAccount; readonly passphrase: string };

/** One signatory's confirmation, to be made with a certificate. */
export type CertifiedSigning = {
  readonly documentId: string;
  readonly command: Command<'sign'>;
  readonly credentials: Credentials;
};

/** What the signature is made on: the ledger's last word, and the bytes that it names. */
type Base = { readonly state: DocumentState; readonly sha256: string; readonly bytes: Uint8Array };

/** The file that the next signature belongs on. @throws when it is not what the ledger says. */
async function currentBase({ ledger, files }: SigningWorld, documentId: string): Promise<Base> {
  const state = (await ledger.document(documentId))?.state;
  const file = state && fileToSeal(state);
  if (state === undefined || file === undefined)
    throw new Error('nothing has been printed to sign');
  const bytes = await files.get(file.key);
  if (sha256(bytes) !== file.sha256) throw new Error('the stored file is not the one on record');
  return { state, sha256: file.sha256, bytes };
}

const askedOf = ({ state, bytes }: Base): Asked => ({
  base: bytes,
  earlier: state.draft.signers.filter(({ number }) => hasSigned(state, number)).length,
});

/** All that one attempt on one base goes by. */
type Attempt = {
  readonly world: SigningWorld;
  readonly certifier: Certifier;
  readonly signing: CertifiedSigning;
};

/** Asks the provider, and keeps the answer before it is judged: the person has signed by then. */
async function freshAnswer(
  { world, certifier, signing }: Attempt,
  { asked, key }: { readonly asked: Asked; readonly key: string },
): Promise<CertifiedFile | CertifierNo> {
  const { credentials, documentId, command } = signing;
  const status = await certifier.checkSigner(credentials.account);
  if (!status.ok) return status;
  const field = signatureField(command.signer);
  const reason = `dokumen ${documentId}, SHA-256 ${command.sha256}`;
  const answer = await certifier.sign(asked.base, { ...credentials, field, reason });
  if (!answer.ok) return answer;
  await world.files.put(key, answer.pdf, 'application/pdf');
  return readAnswer(world.inspector, answer.pdf, asked);
}

/**
 * The base with the person's certified signature. One that was made already and has only not been
 * recorded is used: asking again would have the person sign twice.
 */
async function certifiedFile(attempt: Attempt, base: Base): Promise<CertifiedFile | CertifierNo> {
  const { world, certifier, signing } = attempt;
  const { signer } = signing.command;
  const asked = askedOf(base);
  const key = certifierAnswerKey(signing.documentId, { base: base.sha256, signer });
  const earlier = await world.files.find(key);
  const kept = earlier && (await readAnswer(world.inspector, earlier, asked));
  const answer = kept?.ok ? kept : await freshAnswer(attempt, { asked, key });
  if (!answer.ok) return answer;
  return (await providerFault(certifier, answer)) ?? answer;
}

/** Certifies on the current base and records it; `contended` when that is no longer the last file. */
async function signOnBase(attempt: Attempt): Promise<Reason | undefined> {
  const { world, certifier, signing } = attempt;
  const { documentId, command } = signing;
  const base = await currentBase(world, documentId);
  const certifiedAs = (file: string): Certification => ({
    provider: certifier.provider,
    base: base.sha256,
    sha256: file,
  });
  // Whatever else the rulebook would refuse is refused before anybody signs anything.
  const trial = { ...command, certified: certifiedAs(base.sha256) };
  const decision = decide(base.state, trial, world.clock());
  if (!decision.ok) return decision.refusal.reason;
  if (decision.events.length === 0) return undefined;
  const answer = await certifiedFile(attempt, base);
  if (!answer.ok) {
    const { reason, detail } = answer;
    log.warn('no certified signature', { documentId, signer: command.signer, reason, detail });
    return reason;
  }
  const hash = sha256(answer.pdf);
  await world.files.put(certifiedKey(documentId, hash), answer.pdf, 'application/pdf');
  const signer = base.state.draft.signers.find(({ number }) => number === command.signer);
  const certified = {
    ...command,
    certified: { ...certifiedAs(hash), otherName: otherName(answer.by, signer?.name ?? '') },
  };
  const by = { type: 'signer', signer: command.signer } as const;
  const outcome = await world.execute(documentId, certified, by);
  return outcome.ok ? undefined : outcome.refusal.reason;
}

/**
 * Records a confirmation that is made with a certificate too; whoever signs at the same moment makes
 * it begin again on the file with their signature.
 *
 * @returns why it was not recorded; undefined when it was.
 */
export async function signCertified(
  world: SigningWorld,
  signing: CertifiedSigning,
): Promise<Reason | undefined> {
  const certifier = await world.certifier?.();
  if (certifier === undefined) {
    log.error('an agency signs with certificates, but no provider is set', {
      documentId: signing.documentId,
    });
    return 'certifierSilent';
  }
  const patience = Date.parse(world.clock()) + PATIENCE_MS;
  for (let bases = 1; ; bases += 1) {
    const reason = await signOnBase({ world, certifier, signing });
    const isOver = bases === MAX_BASES || Date.parse(world.clock()) > patience;
    if (reason !== 'contended' || isOver) return reason;
  }
}
