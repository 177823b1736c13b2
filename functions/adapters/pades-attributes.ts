/** Attributes of a CMS: the one value of each, and the certificate that one of them names. */
import { ObjectIdentifier, OctetString, Sequence } from 'asn1js';
import type { Attribute } from 'pkijs';
import { digestName, digestOf } from './pades-signature.ts';

/**
 * The one value of an attribute; undefined when it is not there.
 * @throws when it is there twice or has several values (RFC 5652, section 11).
 */
export function onlyValue(attributes: readonly Attribute[], type: string): unknown {
  const [found, ...others] = attributes.filter((attribute) => attribute.type === type);
  if (others.length > 0 || (found !== undefined && found.values.length !== 1))
    throw new Error(`The attribute ${type} has more than one value.`);
  return found?.values[0];
}

const partsOf = (node: unknown): readonly unknown[] =>
  node instanceof Sequence ? node.valueBlock.value : [];

/**
 * Whether the first identifier of a signing-certificate attribute is this certificate's: an
 * ESSCertIDv2, whose digest is SHA-256 when it names none (RFC 5035, section 4), or the older
 * ESSCertID, whose digest is always SHA-1 (RFC 2634, section 5.4.1).
 */
export function identifies(
  attribute: unknown,
  certificate: Uint8Array,
  defaultDigest: 'SHA-256' | 'SHA-1' = 'SHA-256',
): boolean {
  const [first, second] = partsOf(partsOf(partsOf(attribute)[0])[0]);
  const [oid] = partsOf(first);
  const digest = oid instanceof ObjectIdentifier ? digestName(oid.getValue()) : defaultDigest;
  const hash = oid === undefined ? first : second;
  return (
    digest !== undefined &&
    hash instanceof OctetString &&
    Buffer.compare(hash.valueBlock.valueHexView, digestOf(digest, certificate)) === 0
  );
}
