/** The signatures of a PDF as any reader finds them, without a line of our own reader. */
import { ContentInfo, SignedData } from 'pkijs';

/** A signature or a document timestamp. */
export type Room = {
  /** Of the `<` before the CMS. */
  readonly start: number;
  /** Of the byte after its `>`. */
  readonly after: number;
  /** Of the byte after all that is signed. */
  readonly end: number;
  /** DER, with the zeros behind it. */
  readonly contents: Buffer;
};

const BYTE_RANGE = /\/ByteRange\s*\[\s*0\s+(\d+)\s+(\d+)\s+(\d+)\s*\]/g;

const TST_INFO = '1.2.840.113549.1.9.16.1.4';
const SIGNATURE_TIMESTAMP = '1.2.840.113549.1.9.16.2.14';

/** All of them, in the order of the file. */
export function roomsIn(pdf: Uint8Array): readonly Room[] {
  const text = Buffer.from(pdf).toString('latin1');
  const rooms = [...text.matchAll(BYTE_RANGE)].map(([, ...numbers]) => {
    const [start = 0, after = 0, rest = 0] = numbers.map(Number);
    const contents = Buffer.from(text.slice(start + 1, after - 1), 'hex');
    return { start, after, end: after + rest, contents };
  });
  return rooms.toSorted((a, b) => a.start - b.start);
}

export const coveredBy = (pdf: Uint8Array, { start, after, end }: Room): Buffer =>
  Buffer.concat([pdf.subarray(0, start), pdf.subarray(after, end)]);

const cmsIn = (contents: Uint8Array): SignedData =>
  new SignedData({ schema: ContentInfo.fromBER(new Uint8Array(contents)).content });

export const isTimestamp = ({ contents }: Room): boolean =>
  cmsIn(contents).encapContentInfo.eContentType === TST_INFO;

/** The signature proper in a CMS (DER). */
export const signatureIn = (contents: Uint8Array): Buffer =>
  Buffer.from(cmsIn(contents).signerInfos[0]?.signature.valueBlock.valueHexView ?? []);

/** The timestamp (DER) that a signature carries in its CMS. */
export function tokenIn({ contents }: Room): Buffer | undefined {
  const attributes = cmsIn(contents).signerInfos[0]?.unsignedAttrs?.attributes ?? [];
  const token = attributes.find(({ type }) => type === SIGNATURE_TIMESTAMP)?.values[0];
  return token === undefined ? undefined : Buffer.from(token.toBER());
}
