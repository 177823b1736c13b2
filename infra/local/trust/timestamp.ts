/** The trial time-stamping authority: answers one query (RFC 3161) by this machine's clock. */
import { createHash, randomBytes } from 'node:crypto';
import { Integer, ObjectIdentifier, OctetString, Sequence, Utf8String } from 'asn1js';
import {
  Accuracy,
  Attribute,
  Certificate,
  ContentInfo,
  EncapsulatedContentInfo,
  IssuerAndSerialNumber,
  type MessageImprint,
  PKIStatus,
  PKIStatusInfo,
  SignedAndUnsignedAttributes,
  SignedData,
  SignerInfo,
  TimeStampReq,
  TimeStampResp,
  TSTInfo,
} from 'pkijs';
import { type Certified, derOf } from './certificates.ts';

/** RFC 5612 keeps this arc for examples: it is nobody's policy. */
export const TRIAL_POLICY = '1.3.6.1.4.1.32473.1';

const OID = {
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  tstInfo: '1.2.840.113549.1.9.16.1.4',
  sha256: '2.16.840.1.101.3.4.2.1',
} as const;

/** TSTInfo and CMS versions (RFC 3161, section 2.4.2; RFC 5652, section 5.1). */
const TST_VERSION = 1;
const CMS_VERSION = 3;

const SERIAL_BYTES = 16;

/** The clock of a laptop is good to a second when it is set over the network. */
const ACCURACY_SECONDS = 1;

const sha256 = (bytes: Uint8Array): Uint8Array<ArrayBuffer> =>
  new Uint8Array(createHash('sha256').update(bytes).digest());

/** What a token says; the rest of it follows. */
export type Statement = {
  readonly imprint: MessageImprint;
  readonly policy: string;
  readonly at: Date;
  readonly nonce?: Integer | undefined;
};

function contentOf({ imprint, policy, at, nonce }: Statement): Uint8Array<ArrayBuffer> {
  const serial = randomBytes(SERIAL_BYTES);
  serial[0] = 1;
  const info = new TSTInfo({
    version: TST_VERSION,
    policy,
    messageImprint: imprint,
    serialNumber: new Integer({ valueHex: new Uint8Array(serial) }),
    genTime: at,
    accuracy: new Accuracy({ seconds: ACCURACY_SECONDS }),
    ...(nonce === undefined ? {} : { nonce }),
  });
  return new Uint8Array(info.toSchema().toBER());
}

const attribute = (type: string, value: unknown) => new Attribute({ type, values: [value] });

/** The order is that of DER (shortest first). */
function signedAttributes(content: Uint8Array, certificate: Uint8Array) {
  const certId = new Sequence({ value: [new OctetString({ valueHex: sha256(certificate) })] });
  const signing = new Sequence({ value: [new Sequence({ value: [certId] })] });
  return new SignedAndUnsignedAttributes({
    type: 0,
    attributes: [
      attribute(OID.contentType, new ObjectIdentifier({ value: OID.tstInfo })),
      attribute(OID.messageDigest, new OctetString({ valueHex: sha256(content) })),
      attribute(OID.signingCertificateV2, signing),
    ],
  });
}

/** Set after construction, which would cut the content in pieces that DER does not have. */
function encapsulated(content: Uint8Array<ArrayBuffer>): EncapsulatedContentInfo {
  const info = new EncapsulatedContentInfo({ eContentType: OID.tstInfo });
  info.eContent = new OctetString({ valueHex: content });
  return info;
}

/** Signs a statement as a TimeStampToken. */
export async function makeToken(signer: Certified, statement: Statement): Promise<ContentInfo> {
  const der = derOf(signer);
  const certificate = Certificate.fromBER(der);
  const content = contentOf(statement);
  const { issuer, serialNumber } = certificate;
  const signedData = new SignedData({
    version: CMS_VERSION,
    encapContentInfo: encapsulated(content),
    certificates: [certificate],
    signerInfos: [
      new SignerInfo({
        version: 1,
        sid: new IssuerAndSerialNumber({ issuer, serialNumber }),
        signedAttrs: signedAttributes(content, der),
      }),
    ],
  });
  await signedData.sign(signer.key, 0, 'SHA-256');
  return new ContentInfo({
    contentType: ContentInfo.SIGNED_DATA,
    content: signedData.toSchema(true),
  });
}

/** A reply with a token (DER). */
export const granted = (timeStampToken: ContentInfo): Uint8Array =>
  new Uint8Array(
    new TimeStampResp({ status: new PKIStatusInfo({ status: PKIStatus.granted }), timeStampToken })
      .toSchema()
      .toBER(),
  );

/** A reply without one (DER), and why. */
export function rejected(reason: string): Uint8Array {
  const statusStrings = [new Utf8String({ value: reason })];
  const status = new PKIStatusInfo({ status: PKIStatus.rejection, statusStrings });
  return new Uint8Array(new TimeStampResp({ status }).toSchema().toBER());
}

/** Reads a query (DER). @throws when it is none. */
export const readQuery = (der: Uint8Array): TimeStampReq =>
  TimeStampReq.fromBER(new Uint8Array(der));

/** The reply (DER) to a query (DER); what cannot be stamped is rejected with a reason. */
export async function answerTimestamp(
  signer: Certified,
  query: Uint8Array,
  at: Date,
): Promise<Uint8Array> {
  const { messageImprint: imprint, reqPolicy: policy = TRIAL_POLICY, nonce } = readQuery(query);
  if (policy !== TRIAL_POLICY) return rejected('the policy is not one of this authority');
  if (imprint.hashAlgorithm.algorithmId !== OID.sha256) return rejected('only SHA-256 is stamped');
  return granted(await makeToken(signer, { imprint, policy, at, nonce }));
}
