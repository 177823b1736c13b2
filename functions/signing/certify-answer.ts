/** The check of a provider's answer: one more signature, on the very bytes that were sent. */
import { isSameName } from '../domain/certified.ts';
import type { Certifier, CertifierNo, FoundSignature, Inspector } from '../ports-seal.ts';

/** What was asked for. */
export type Asked = {
  /** The file as it was sent. */
  readonly base: Uint8Array;
  /** Signatures that the file had then. */
  readonly earlier: number;
};

/** A file with the signature, and the name in the certificate it was made with. */
export type CertifiedFile = { readonly ok: true; readonly pdf: Uint8Array; readonly by: string };

const bad = (detail: string): CertifierNo => ({ ok: false, reason: 'certifierFault', detail });

/** The signature that was added. */
function addedTo(
  found: readonly FoundSignature[],
  earlier: number,
): FoundSignature | { readonly fault: string } {
  if (!found.every(({ holds }) => holds)) return { fault: 'a signature that does not hold' };
  const signatures = found.filter(({ kind }) => kind === 'signature');
  const last = signatures.at(-1);
  return last === undefined || signatures.length !== earlier + 1
    ? { fault: `${signatures.length} signatures in place of ${earlier + 1}` }
    : last;
}

/**
 * By our own eyes alone. Proofs for later and timestamps may stand behind the signature, as providers
 * add them; whatever stands there is covered by the next signature, and in the end by the seal.
 */
export async function readAnswer(
  inspector: Inspector,
  pdf: Uint8Array,
  { base, earlier }: Asked,
): Promise<CertifiedFile | CertifierNo> {
  if (Buffer.compare(pdf.subarray(0, base.length), base) !== 0)
    return bad('the answer does not begin with the file that was sent');
  const added = addedTo(await inspector.inspect(pdf), earlier);
  return 'fault' in added ? bad(added.fault) : { ok: true, pdf, by: added.by };
}

/** By the eyes of the provider, who alone knows which certificates are its own. */
export async function providerFault(
  certifier: Certifier,
  { pdf, by: name }: CertifiedFile,
): Promise<CertifierNo | undefined> {
  const verdict = await certifier.verify(pdf);
  if (!verdict.ok) return verdict;
  const isGood = verdict.signatures.some(
    ({ by, holds, isTrusted }) => holds && isTrusted && isSameName(by, name),
  );
  return isGood ? undefined : bad('the provider does not vouch for the signature');
}
