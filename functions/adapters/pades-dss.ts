/** Validation data of a seal (DSS, EN 319 142-1, clause 5.4.2): what is missing, and writing it. */
import { PdfStream } from '@libpdf/core';
import type { Issued } from '../ports-seal.ts';
import { has } from './pades-bytes.ts';
import { arrayIn, type Context, dictIn } from './pades-objects.ts';
import type { ValidationData } from './pades-scan-dss.ts';
import { isVouchedFor } from './pades-verify-revocation.ts';

/** A way from a certificate to an anchor (DER, see `chainOf`), and the time it was used at. */
export type UsedChain = { readonly chain: readonly Uint8Array[]; readonly at: Date };

export const NO_DATA: ValidationData = { certificates: [], ocsps: [], crls: [] };

/** Each once: one list may answer for several certificates. */
export const distinct = (all: readonly Uint8Array[]): readonly Uint8Array[] =>
  all.filter((one, index) => !has(all.slice(0, index), one));

/** The certificates of all chains that `data` does not carry. */
export const absent = (
  chains: readonly UsedChain[],
  { certificates }: ValidationData,
): readonly Uint8Array[] =>
  distinct(chains.flatMap(({ chain }) => chain)).filter((one) => !has(certificates, one));

/**
 * The certificates of all chains that nothing in `data` shows to be good, each once. An anchor
 * needs no proof: it is trusted because the operator says so.
 */
export async function unproven(
  chains: readonly UsedChain[],
  data: ValidationData,
): Promise<readonly Issued[]> {
  const missing = new Map<string, Issued>();
  for (const { chain, at } of chains)
    for (const [index, certificate] of chain.entries()) {
      const issuer = chain[index + 1];
      if (issuer === undefined || (await isVouchedFor([certificate, issuer], data, at))) continue;
      missing.set(Buffer.from(certificate).toString('base64'), { certificate, issuer });
    }
  return [...missing.values()];
}

/** Adds to the DSS of a PDF, which is made if there is none; what lies in it already stays. */
export function addValidationData(context: Context, data: ValidationData): void {
  const dss = dictIn(context, context.catalog.getDict(), 'DSS');
  const add = (key: string, items: readonly Uint8Array[]): void => {
    if (items.length === 0) return;
    const list = arrayIn(context, dss, key);
    for (const item of items) list.push(context.register(PdfStream.fromDict({}, item)));
  };
  add('Certs', data.certificates);
  add('OCSPs', data.ocsps);
  add('CRLs', data.crls);
}
