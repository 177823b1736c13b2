/** What an OCSP response or a revocation list says of one certificate, and if it may say so. */
import { X509Certificate } from 'node:crypto';
import type { Integer } from 'asn1js';
import {
  BasicOCSPResponse,
  CertID,
  Certificate,
  CertificateRevocationList,
  getCrypto,
  OCSPResponse,
  type SingleResponse,
} from 'pkijs';
import type { Issued, RevocationAnswer } from '../ports-seal.ts';
import { hasIssued, nameOf, validAt } from './pades-chain.ts';
import { signatureHolds } from './pades-signature.ts';

/** It is not shown that a certificate is good; the message says why. */
export class RevocationFault extends Error {
  override readonly name: string = 'RevocationFault';
}

/** The certificate has been revoked, says who has to know: nothing more needs to be asked. */
export class RevokedFault extends RevocationFault {
  override readonly name = 'RevokedFault';
}

/** What was said of a certificate, by somebody who may say it. */
export type RevocationStatus = {
  readonly isRevoked: boolean;
  readonly thisUpdate: Date;
  readonly nextUpdate: Date | undefined;
};

/** RFC 6960, section 4.2.1 (0 = successful) and the tags of CertStatus. */
const SUCCESSFUL = 0;
const GOOD_TAG = 0;
const REVOKED_TAG = 1;
const BASIC_RESPONSE = '1.3.6.1.5.5.7.48.1.1';
const OCSP_SIGNING = '1.3.6.1.5.5.7.3.9';

/** How long an answer counts that does not say when the next one comes, in milliseconds. */
const UNDATED_LIFE_MS = 24 * 60 * 60 * 1000;

/** How far the clock of a responder may be ahead of ours, in milliseconds. */
const SKEW_MS = 5 * 60 * 1000;

function demand(condition: boolean, fault: string): asserts condition {
  if (!condition) throw new RevocationFault(fault);
}

/** As node:crypto writes serial numbers: without the zeros that keep DER from taking one for negative. */
const hexOf = ({ valueBlock }: Integer): string =>
  Buffer.from(valueBlock.valueHexView)
    .toString('hex')
    .toUpperCase()
    .replace(/^(00)+/, '');

/** The response of a bundle that is about this very certificate (RFC 6960, section 4.1.1). */
async function responseFor(
  responses: readonly SingleResponse[],
  issued: Issued,
): Promise<SingleResponse | undefined> {
  // Most responses are about others, which the number alone tells at once.
  const { serialNumber } = new X509Certificate(issued.certificate);
  const likely = responses.filter(({ certID }) => hexOf(certID.serialNumber) === serialNumber);
  if (likely.length === 0) return undefined;
  const certificate = Certificate.fromBER(issued.certificate);
  const issuerCertificate = Certificate.fromBER(issued.issuer);
  const crypto = getCrypto(true);
  for (const response of likely) {
    const { algorithmId } = response.certID.hashAlgorithm;
    const hashAlgorithm = crypto.getAlgorithmByOID(algorithmId, true).name;
    const wanted = await CertID.create(certificate, { hashAlgorithm, issuerCertificate });
    if (response.certID.isEqual(wanted)) return response;
  }
  return undefined;
}

/**
 * RFC 6960, section 4.2.2.2: the issuer itself, or whom it has directly given a certificate for the
 * signing of such responses.
 */
function responders(response: BasicOCSPResponse, issuer: Uint8Array): readonly Uint8Array[] {
  const authority = new X509Certificate(issuer);
  const delegated = (response.certs ?? [])
    .map((certificate) => new X509Certificate(new Uint8Array(certificate.toSchema().toBER())))
    .filter(
      (candidate) =>
        hasIssued(authority, candidate) &&
        candidate.keyUsage?.includes(OCSP_SIGNING) &&
        validAt(candidate, response.tbsResponseData.producedAt),
    );
  return [issuer, ...delegated.map(({ raw }) => new Uint8Array(raw))];
}

async function demandAuthorized(response: BasicOCSPResponse, issuer: Uint8Array): Promise<void> {
  const { signature, signatureAlgorithm, tbsResponseData } = response;
  for (const responder of responders(response, issuer)) {
    const publicKey = Certificate.fromBER(responder).subjectPublicKeyInfo;
    const data = tbsResponseData.tbsView;
    if (await signatureHolds({ data, signature, signatureAlgorithm, publicKey })) return;
  }
  throw new RevocationFault('it is not signed by the issuer or whom the issuer has appointed');
}

async function readOcsp(der: Uint8Array, issued: Issued): Promise<RevocationStatus> {
  const { responseStatus, responseBytes } = OCSPResponse.fromBER(new Uint8Array(der));
  const { valueHexView, valueDec: status } = responseStatus.valueBlock;
  // An empty value reads as 0 here, and other readers refuse the whole response.
  demand(valueHexView.length > 0, 'it does not tell its status');
  demand(status === SUCCESSFUL, `the responder refused (status ${status})`);
  demand(responseBytes?.responseType === BASIC_RESPONSE, 'it is of an unknown kind');
  const basic = BasicOCSPResponse.fromBER(responseBytes.response.valueBlock.valueHexView);
  const single = await responseFor(basic.tbsResponseData.responses, issued);
  demand(single !== undefined, 'it is about another certificate');
  await demandAuthorized(basic, issued.issuer);
  const { thisUpdate, nextUpdate, certStatus } = single;
  const tag: unknown = certStatus.idBlock.tagNumber;
  demand(tag === GOOD_TAG || tag === REVOKED_TAG, 'the responder does not know the certificate');
  return { isRevoked: tag === REVOKED_TAG, thisUpdate, nextUpdate };
}

/**
 * A list of the issuer's own and for all of its certificates: with a critical extension (RFC 5280,
 * section 5.2) it would be one of changes, of a part, or of somebody else.
 */
async function readCrl(der: Uint8Array, issued: Issued): Promise<RevocationStatus> {
  const list = CertificateRevocationList.fromBER(new Uint8Array(der));
  const issuer = Certificate.fromBER(issued.issuer);
  const extensions = list.crlExtensions?.extensions ?? [];
  demand(list.issuer.isEqual(issuer.subject), 'it is the list of another issuer');
  demand(!extensions.some(({ critical }) => critical), 'it is not a complete list');
  const data = list.tbsView;
  const { signatureAlgorithm, signatureValue: signature } = list;
  const publicKey = issuer.subjectPublicKeyInfo;
  const holds = await signatureHolds({ data, signature, signatureAlgorithm, publicKey });
  demand(holds, 'it is not signed by the issuer');
  const isRevoked = list.isCertificateRevoked(Certificate.fromBER(issued.certificate));
  return { isRevoked, thisUpdate: list.thisUpdate.value, nextUpdate: list.nextUpdate?.value };
}

/**
 * What `answer` says of a certificate, its signature and the right to give it checked.
 * @throws RevocationFault for whatever is wrong with it, also when it cannot be read.
 */
export async function readAnswer(
  { type, der }: RevocationAnswer,
  issued: Issued,
): Promise<RevocationStatus> {
  try {
    return await (type === 'ocsp' ? readOcsp(der, issued) : readCrl(der, issued));
  } catch (cause) {
    if (cause instanceof RevocationFault) throw cause;
    throw new RevocationFault('it cannot be read', { cause });
  }
}

/** Whether what was said still counts for a certificate that was used at `at`. */
export function speaksFor({ thisUpdate, nextUpdate }: RevocationStatus, at: Date): boolean {
  const until = nextUpdate?.getTime() ?? thisUpdate.getTime() + UNDATED_LIFE_MS;
  return until >= at.getTime();
}

/**
 * Demands of a fresh answer that it says "good", now.
 * @throws RevokedFault when it says "revoked", RevocationFault for all else.
 */
export async function demandGood(
  answer: RevocationAnswer,
  issued: Issued,
  now: Date,
): Promise<void> {
  const status = await readAnswer(answer, issued);
  if (status.isRevoked) throw new RevokedFault(`${nameOf(issued.certificate)} has been revoked`);
  demand(status.thisUpdate.getTime() <= now.getTime() + SKEW_MS, 'it is from the future');
  demand(speaksFor(status, now), 'it is out of date');
}
