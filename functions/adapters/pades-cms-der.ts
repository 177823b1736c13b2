/** DER (X.690) as it is written: elements, and the raw bytes of those that are copied. */
import { type BaseBlock, fromBER, ObjectIdentifier, Sequence } from 'asn1js';

/** Identifier octets; `context` ones are constructed, as all are that stand in a CMS. */
export const TAG = {
  integer: 0x02,
  octetString: 0x04,
  null: 0x05,
  sequence: 0x30,
  set: 0x31,
  context0: 0xa0,
  context1: 0xa1,
} as const;

/** Up to 127 in one octet, else the number of octets before them (clause 8.1.3). */
function lengthOctets(length: number): readonly number[] {
  if (length < 0x80) return [length];
  const octets: number[] = [];
  for (let rest = length; rest > 0; rest >>>= 8) octets.unshift(rest & 0xff);
  return [0x80 | octets.length, ...octets];
}

/** One element with its contents, one after the other. */
export function der(tag: number, ...contents: readonly Uint8Array[]): Buffer {
  const length = contents.reduce((sum, part) => sum + part.length, 0);
  return Buffer.concat([Buffer.from([tag, ...lengthOctets(length)]), ...contents]);
}

export const oid = (value: string): Buffer => Buffer.from(new ObjectIdentifier({ value }).toBER());

const partsOf = (block: BaseBlock | undefined): readonly BaseBlock[] =>
  block instanceof Sequence ? block.valueBlock.value : [];

/**
 * Issuer and serial number of a certificate, as they stand there.
 *
 * @throws when it is no certificate.
 */
export function issuerAndSerial(certificate: Uint8Array): Buffer {
  const [content] = partsOf(fromBER(certificate).result);
  // A certificate of version 1, which has no version to tell, is none that may seal.
  const [, serial, , issuer] = partsOf(content);
  if (serial === undefined || issuer === undefined)
    throw new Error('The sealing certificate cannot be read.');
  return der(TAG.sequence, issuer.valueBeforeDecodeView, serial.valueBeforeDecodeView);
}
