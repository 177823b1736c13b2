/** The sealer: one PAdES B-B signature (EN 319 142-1) appended to a PDF, and its check. */
import { X509Certificate } from 'node:crypto';
import type { Sealer, SealKey } from '../ports.ts';
import { beginsWith, checkSeal } from './pades-check.ts';
import { cmsRoom, leafOf, sha256, signCms } from './pades-cms.ts';
import { coveredBytes, fillRoom, prepareSeal } from './pades-field.ts';

function commonName(key: SealKey): string {
  const name = new X509Certificate(leafOf(key)).toLegacyObject().subject.CN;
  if (typeof name !== 'string') throw new Error('The sealing certificate has no one common name.');
  return name;
}

/**
 * Seals and checks with one key.
 *
 * `seal` keeps the PDF's own bytes untouched; with an RSA key it answers the same bytes for the
 * same PDF, time and reason.
 * @throws when the key's certificate has no common name; `seal` throws when the PDF cannot be
 * extended without a rewrite.
 */
export function padesSealer(key: SealKey): Sealer {
  const name = commonName(key);
  return {
    async seal(pdf, { at, reason }) {
      const entry = { at, reason, name, room: cmsRoom(key) };
      const prepared = await prepareSeal(pdf, entry);
      const digest = sha256(coveredBytes(prepared.bytes, prepared.byteRange));
      fillRoom(prepared, await signCms(key, digest));
      if (!beginsWith(prepared.bytes, pdf))
        throw new Error('The seal did not keep the bytes of the PDF.');
      return prepared.bytes;
    },
    check: (sealed, original) => checkSeal({ key, name }, sealed, original),
  };
}
