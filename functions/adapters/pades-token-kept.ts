/** What is kept of a timestamp: all that was signed, and the certificates that lead to somebody trusted. */
import { Certificate, ContentInfo, SignedData } from 'pkijs';
import { has } from './pades-bytes.ts';
import { derOf } from './pades-chain.ts';

/**
 * A timestamp (TimeStampToken, DER) without the certificates that are not of `chain` (DER).
 *
 * Authorities send cross certificates along, for those who trust others than we do. No signature
 * covers them, so that nobody could tell later whether one of them was changed.
 */
export function withoutOthers(der: Uint8Array, chain: readonly Uint8Array[]): Uint8Array {
  const signedData = new SignedData({ schema: ContentInfo.fromBER(der).content });
  const isOfChain = (candidate: unknown): boolean =>
    candidate instanceof Certificate && has(chain, derOf(candidate));
  signedData.certificates = signedData.certificates?.filter(isOfChain) ?? [];
  const content = signedData.toSchema(true);
  const token = new ContentInfo({ contentType: ContentInfo.SIGNED_DATA, content });
  return new Uint8Array(token.toSchema().toBER());
}
