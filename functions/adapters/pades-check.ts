/** The check of a seal: reads a sealed PDF with other eyes than those that sealed it. */
import { verify, X509Certificate } from 'node:crypto';
import { PDF, type PdfDict } from '@libpdf/core';
import { OctetString, Sequence } from 'asn1js';
import { type Attribute, Certificate, ContentInfo, SignedData } from 'pkijs';
import type { SealCheck, SealKey } from '../ports.ts';
import { ATTRIBUTE_OID, encodeCms, leafOf, sha256 } from './pades-cms.ts';
import { coveredBytes, type PreparedSeal } from './pades-field.ts';

/** Whose seal it has to be. */
export type SealOwner = { readonly key: SealKey; readonly name: string };

type FoundSeal = {
  readonly byteRange: PreparedSeal['byteRange'];
  readonly contents: Uint8Array;
};

const LEVEL = 'B-B';
const SUB_FILTER = 'ETSI.CAdES.detached';
/** The one form in which the sealer writes it; anything else has not been written by it. */
const BYTE_RANGE = /\/ByteRange \[(\d+) (\d+) (\d+) (\d+) *\]/g;
const HEX_ROOM = /^<((?:[0-9a-f]{2})+)>$/;
const UTC_DATE = /^D:(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})Z$/;

class SealFault extends Error {}

function demand(condition: boolean, fault: string): asserts condition {
  if (!condition) throw new SealFault(fault);
}

const equal = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

export const beginsWith = (bytes: Uint8Array, prefix: Uint8Array): boolean =>
  equal(bytes.subarray(0, prefix.length), prefix);

function utcDate(text: string): Date {
  const parts = UTC_DATE.exec(text);
  demand(parts !== null, 'The time of the seal is not written in UTC.');
  const [year, month, day, hour, minute, second] = parts.slice(1);
  const date = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  demand(!Number.isNaN(date.getTime()), 'The time of the seal does not exist.');
  return date;
}

/**
 * Finds the seal by its text alone: libpdf, which never ends on some damaged files, may only meet
 * bytes that the key has vouched for.
 *
 * The seal must stand in the appended part and cover the whole file but its own hexadecimal room.
 */
function findSeal(sealed: Uint8Array, original: Uint8Array): FoundSeal {
  demand(beginsWith(sealed, original), 'The file does not begin with the original.');
  const appended = Buffer.from(sealed.subarray(original.length)).toString('latin1');
  const [found, ...others] = appended.matchAll(BYTE_RANGE);
  demand(found !== undefined, 'The file is not sealed.');
  demand(others.length === 0, 'The file carries more than one seal.');
  const [start = 0, before = 0, after = 0, rest = 0] = found.slice(1).map(Number);
  demand(
    start === 0 && before >= original.length && after + rest === sealed.length,
    'The seal does not cover the whole file.',
  );
  const hex = HEX_ROOM.exec(appended.slice(before - original.length, after - original.length));
  demand(hex !== null, 'The room of the seal holds something else.');
  const contents = new Uint8Array(Buffer.from(hex[1] ?? '', 'hex'));
  return { byteRange: [start, before, after, rest], contents };
}

/** The first octets in an attribute: the digest itself, or the first certificate hash of a list. */
function octetsIn(attributes: readonly Attribute[], type: string): Uint8Array {
  const [attribute, ...others] = attributes.filter((candidate) => candidate.type === type);
  demand(
    attribute !== undefined && others.length === 0,
    'The seal lacks a signed attribute or has it twice.',
  );
  let node: unknown = attribute.values[0];
  while (node instanceof Sequence) node = node.valueBlock.value[0];
  demand(node instanceof OctetString, 'A signed attribute of the seal is unreadable.');
  return node.valueBlock.valueHexView;
}

function demandGenuine(key: SealKey, sealed: Uint8Array, seal: FoundSeal): void {
  const messageDigest = sha256(coveredBytes(sealed, seal.byteRange));
  const leaf = leafOf(key);
  const signedData = new SignedData({ schema: ContentInfo.fromBER(seal.contents).content });
  const [signerInfo] = signedData.signerInfos;
  const attributes = signerInfo?.signedAttrs?.attributes ?? [];
  demand(
    equal(octetsIn(attributes, ATTRIBUTE_OID.messageDigest), messageDigest),
    'The file has changed since it was sealed.',
  );
  const [certificate] = signedData.certificates ?? [];
  demand(
    certificate instanceof Certificate &&
      equal(new Uint8Array(certificate.toSchema().toBER()), leaf) &&
      equal(octetsIn(attributes, ATTRIBUTE_OID.signingCertificateV2), sha256(leaf)),
    'The seal was made with another certificate.',
  );
  const signature = signerInfo?.signature.valueBlock.valueHexView ?? new Uint8Array();
  const signed = new Uint8Array(signerInfo?.signedAttrs?.encodedValue ?? new ArrayBuffer());
  demand(
    verify('sha256', signed, new X509Certificate(leaf).publicKey, signature),
    'The signature of the seal is not valid.',
  );
  demandCanonicalForm(seal.contents, encodeCms(key, { messageDigest, signature }));
}

/** What the signature does not cover (other certificates, versions, padding) is fixed too. */
function demandCanonicalForm(contents: Uint8Array, cms: Uint8Array): void {
  const padding = contents.subarray(cms.length);
  demand(
    beginsWith(contents, cms) && padding.every((byte) => byte === 0),
    'The unsigned part of the seal has changed.',
  );
}

/** The signature dictionary of the PDF's one signed field. */
async function onlySignature(sealed: Uint8Array): Promise<PdfDict> {
  const document = await PDF.load(sealed);
  demand(!document.recoveredViaBruteForce, 'The structure of the PDF is broken.');
  const fields = document.getForm()?.getSignatureFields() ?? [];
  const [field, ...others] = fields.filter((candidate) => candidate.isSigned());
  demand(others.length === 0, 'The file carries more than one seal.');
  const signature = field?.getSignatureDict();
  demand(signature != null, 'The seal is not the one in the form of the PDF.');
  return signature;
}

/** A PDF reader must meet the very seal that was found, at a time its certificate was valid. */
function demandReadable(signature: PdfDict, seal: FoundSeal, leaf: Uint8Array): void {
  const contents = signature.getString('Contents')?.bytes ?? new Uint8Array();
  demand(equal(contents, seal.contents), 'The seal is not the one in the form of the PDF.');
  demand(
    signature.getName('SubFilter')?.value === SUB_FILTER,
    'The seal is not a PAdES signature.',
  );
  const at = utcDate(signature.getString('M')?.asString() ?? '');
  const { validFromDate, validToDate } = new X509Certificate(leaf);
  demand(
    validFromDate <= at && at <= validToDate,
    'The certificate was not valid at the time of the seal.',
  );
}

/**
 * Checks that `sealed` is `original` with exactly one B-B seal of `owner` over everything.
 *
 * Never throws: whatever is wrong with the file is the fault in the answer.
 */
export async function checkSeal(
  owner: SealOwner,
  sealed: Uint8Array,
  original: Uint8Array,
): Promise<SealCheck> {
  try {
    const seal = findSeal(sealed, original);
    demandGenuine(owner.key, sealed, seal);
    demandReadable(await onlySignature(sealed), seal, leafOf(owner.key));
    return { ok: true, sealedBy: owner.name, level: LEVEL };
  } catch (error) {
    const fault = error instanceof SealFault ? error.message : `The seal is unreadable: ${error}`;
    return { ok: false, fault };
  }
}
