/** What the trial authority says of its certificates: OCSP responses (RFC 6960) and its list. */
import 'reflect-metadata';
import { X509CrlGenerator } from '@peculiar/x509';
import { Enumerated, OctetString, Primitive } from 'asn1js';
import {
  BasicOCSPResponse,
  CertID,
  Certificate,
  getCrypto,
  OCSPRequest,
  OCSPResponse,
  ResponseBytes,
  ResponseData,
  SingleResponse,
} from 'pkijs';
import { type Certified, derOf } from './certificates.ts';

const BASIC_RESPONSE = '1.3.6.1.5.5.7.48.1.1';
const CONTEXT_SPECIFIC = 3;

/** OCSPResponseStatus; left to its default it would be written without a value. */
const SUCCESSFUL = 0;

/** Tags of CertStatus (RFC 6960, section 4.2.1). */
const GOOD = 0;
const UNKNOWN = 2;

const DAY_MS = 24 * 60 * 60 * 1000;

/** How long an answer counts, in milliseconds; nothing is ever revoked in a trial. */
const LIFE_MS = 7 * DAY_MS;

const nextAfter = (now: Date): Date => new Date(now.getTime() + LIFE_MS);

/** Whether a query is about a certificate of this authority. */
async function isOurs(authority: Certificate, asked: CertID): Promise<boolean> {
  const crypto = getCrypto(true);
  const hashAlgorithm = crypto.getAlgorithmByOID(asked.hashAlgorithm.algorithmId, true).name;
  const own = await CertID.create(authority, { hashAlgorithm, issuerCertificate: authority });
  return (
    own.issuerNameHash.isEqual(asked.issuerNameHash) &&
    own.issuerKeyHash.isEqual(asked.issuerKeyHash)
  );
}

async function responseTo(authority: Certificate, certID: CertID, now: Date) {
  const tagNumber = (await isOurs(authority, certID)) ? GOOD : UNKNOWN;
  const certStatus = new Primitive({ idBlock: { tagClass: CONTEXT_SPECIFIC, tagNumber } });
  const thisUpdate = now;
  return new SingleResponse({ certID, certStatus, thisUpdate, nextUpdate: nextAfter(now) });
}

/** Who answers for which authority. */
export type Responders = { readonly authority: Certified; readonly responder: Certified };

/** The OCSPResponse (DER) to an OCSPRequest (DER), signed by whom the authority has appointed. */
export async function answerOcsp(
  { authority, responder }: Responders,
  query: Uint8Array,
  now: Date,
): Promise<Uint8Array> {
  const { requestList } = OCSPRequest.fromBER(new Uint8Array(query)).tbsRequest;
  const issuer = Certificate.fromBER(derOf(authority));
  const responses = await Promise.all(
    requestList.map(({ reqCert }) => responseTo(issuer, reqCert, now)),
  );
  const signer = Certificate.fromBER(derOf(responder));
  const tbsResponseData = new ResponseData({
    responderID: signer.subject,
    producedAt: now,
    responses,
  });
  const basic = new BasicOCSPResponse({ tbsResponseData, certs: [signer] });
  await basic.sign(responder.key, 'SHA-256');
  const response = new OctetString({ valueHex: basic.toSchema().toBER() });
  const responseBytes = new ResponseBytes({ responseType: BASIC_RESPONSE, response });
  const responseStatus = new Enumerated({ value: SUCCESSFUL });
  return new Uint8Array(new OCSPResponse({ responseStatus, responseBytes }).toSchema().toBER());
}

/** The authority's list (DER): with nobody on it. */
export async function makeList(authority: Certified, now: Date): Promise<Uint8Array> {
  const list = await X509CrlGenerator.create({
    issuer: authority.certificate.subjectName,
    thisUpdate: now,
    nextUpdate: nextAfter(now),
    signingAlgorithm: { hash: 'SHA-256', name: authority.key.algorithm.name },
    signingKey: authority.key,
  });
  return new Uint8Array(list.rawData);
}
