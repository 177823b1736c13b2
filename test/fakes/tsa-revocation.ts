/** Answers about revocation that the trial authority never gives: revoked, unknown, partial. */
import 'reflect-metadata';
import { Extension, X509CrlGenerator, X509CrlReason } from '@peculiar/x509';
import { Constructed, Enumerated, GeneralizedTime, OctetString, Primitive } from 'asn1js';
import {
  BasicOCSPResponse,
  CertID,
  Certificate,
  OCSPResponse,
  ResponseBytes,
  ResponseData,
  SingleResponse,
} from 'pkijs';
import type { Issued, RevocationAnswer } from '../../functions/ports-seal.ts';
import { type Certified, derOf } from '../../infra/local/trust/certificates.ts';

const BASIC_RESPONSE = '1.3.6.1.5.5.7.48.1.1';
const CONTEXT_SPECIFIC = 3;
const DAY_MS = 24 * 60 * 60 * 1000;

/** IssuingDistributionPoint with onlyContainsUserCerts (RFC 5280, section 5.2.5). */
const PARTIAL = new Extension('2.5.29.28', true, new Uint8Array([0x30, 3, 0x81, 1, 0xff]));

export const daysFromNow = (days: number): Date => new Date(Date.now() + days * DAY_MS);

const tag = (tagNumber: number) => ({ tagClass: CONTEXT_SPECIFIC, tagNumber });

const STATUS = {
  good: () => new Primitive({ idBlock: tag(0) }),
  revoked: () =>
    new Constructed({
      idBlock: tag(1),
      value: [new GeneralizedTime({ valueDate: daysFromNow(-1) })],
    }),
  unknown: () => new Primitive({ idBlock: tag(2) }),
} as const;

export type OcspOptions = {
  readonly signer: Certified;
  readonly status?: keyof typeof STATUS;
  readonly thisUpdate?: Date;
  readonly nextUpdate?: Date | undefined;
  /** Certificates that it carries beside the signer's. */
  readonly others?: readonly Certified[];
};

/** An OCSP response about a certificate, as its maker likes it. */
export async function ocspAbout(issued: Issued, options: OcspOptions): Promise<RevocationAnswer> {
  const { signer, status = 'good', thisUpdate = new Date() } = options;
  const certID = await CertID.create(Certificate.fromBER(issued.certificate), {
    hashAlgorithm: 'SHA-256',
    issuerCertificate: Certificate.fromBER(issued.issuer),
  });
  const { nextUpdate = daysFromNow(1), others = [] } = options;
  const certificate = Certificate.fromBER(derOf(signer));
  const certs = [signer, ...others].map((each) => Certificate.fromBER(derOf(each)));
  const response = new SingleResponse({
    certID,
    certStatus: STATUS[status](),
    thisUpdate,
    nextUpdate,
  });
  const tbsResponseData = new ResponseData({
    responderID: certificate.subject,
    producedAt: thisUpdate,
    responses: [response],
  });
  const basic = new BasicOCSPResponse({ tbsResponseData, certs });
  await basic.sign(signer.key, 'SHA-256');
  const bytes = new OctetString({ valueHex: basic.toSchema().toBER() });
  const responseBytes = new ResponseBytes({ responseType: BASIC_RESPONSE, response: bytes });
  const responseStatus = new Enumerated({ value: 0 });
  const der = new OCSPResponse({ responseStatus, responseBytes }).toSchema().toBER();
  return { type: 'ocsp', der: new Uint8Array(der) };
}

/** A responder that does not want to answer (RFC 6960, section 4.2.1). */
export function ocspRefusal(status: number): RevocationAnswer {
  const response = new OCSPResponse({ responseStatus: new Enumerated({ value: status }) });
  return { type: 'ocsp', der: new Uint8Array(response.toSchema().toBER()) };
}

export type ListOptions = {
  readonly revoked?: readonly Certified[];
  readonly thisUpdate?: Date;
  readonly nextUpdate?: Date;
  readonly isPartial?: boolean;
};

/** A list of an authority, as its maker likes it. */
export async function listOf(
  authority: Certified,
  { revoked = [], isPartial = false, ...dates }: ListOptions = {},
): Promise<RevocationAnswer> {
  const list = await X509CrlGenerator.create({
    issuer: authority.certificate.subjectName,
    thisUpdate: new Date(),
    nextUpdate: daysFromNow(1),
    ...dates,
    entries: revoked.map(({ certificate }) => ({
      serialNumber: certificate.serialNumber,
      revocationDate: daysFromNow(-1),
      reason: X509CrlReason.keyCompromise,
    })),
    extensions: isPartial ? [PARTIAL] : [],
    signingAlgorithm: { hash: 'SHA-256', name: authority.key.algorithm.name },
    signingKey: authority.key,
  });
  return { type: 'crl', der: new Uint8Array(list.rawData) };
}
