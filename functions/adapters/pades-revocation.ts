/** Asks those whom a certificate names whether it has been revoked: OCSP first, then lists. */
import {
  CertID,
  Certificate,
  CRLDistributionPoints,
  type GeneralName,
  InfoAccess,
  id_AuthorityInfoAccess,
  id_ad_ocsp,
  id_CRLDistributionPoints,
  OCSPRequest,
  Request,
  TBSRequest,
} from 'pkijs';
import type { Issued, Revocation, RevocationAnswer } from '../ports-seal.ts';
import { nameOf } from './pades-chain.ts';
import { ExchangeFault, exchange } from './pades-exchange.ts';
import { demandGood, RevocationFault, RevokedFault } from './pades-revocation-check.ts';
import { isBareAnswer } from './pades-verify-form.ts';

const QUERY_TYPE = 'application/ocsp-request';
const REPLY_TYPE = 'application/ocsp-response';

/** How long one service may take, in milliseconds. */
const DEADLINE_MS = 6_000;

/** The most services that are asked about one certificate; the first ones it names. */
const MAX_SERVICES = 3;

/** The longest that one answer may take, in milliseconds. */
export const MAX_ANSWERING_MS = MAX_SERVICES * DEADLINE_MS;

/** A response with the certificate of its signer has some 2 kilobytes. */
const MAX_OCSP_BYTES = 32 * 1024;

/** A list is put into every sealed file, so a long one is worse than none. */
const MAX_CRL_BYTES = 1024 * 1024;

/** GeneralName: uniformResourceIdentifier (RFC 5280, section 4.2.1.6). */
const URI = 6;

/** One service that can be asked. */
type Service = { readonly type: RevocationAnswer['type']; readonly url: string };

export type RevocationOptions = {
  /** How long each service may take. */
  readonly deadlineMs?: number;
};

const webAddresses = (names: readonly GeneralName[]): readonly string[] =>
  names.flatMap(({ type, value }) =>
    type === URI && typeof value === 'string' && /^https?:/i.test(value) ? [value] : [],
  );

/** Everybody whom a certificate (DER) names to be asked about it, in the order to ask. */
function servicesOf(der: Uint8Array): readonly Service[] {
  const extensions = Certificate.fromBER(der).extensions ?? [];
  const parsed = (oid: string) => extensions.find(({ extnID }) => extnID === oid)?.parsedValue;
  const access = parsed(id_AuthorityInfoAccess);
  const lists = parsed(id_CRLDistributionPoints);
  const responders = (access instanceof InfoAccess ? access.accessDescriptions : [])
    .filter(({ accessMethod }) => accessMethod === id_ad_ocsp)
    .flatMap(({ accessLocation }) => webAddresses([accessLocation]));
  const places = (lists instanceof CRLDistributionPoints ? lists.distributionPoints : []).flatMap(
    ({ distributionPoint }) => (Array.isArray(distributionPoint) ? distributionPoint : []),
  );
  return [
    ...responders.map((url) => ({ type: 'ocsp', url }) as const),
    ...webAddresses(places).map((url) => ({ type: 'crl', url }) as const),
  ];
}

/** Whether a certificate (DER) says who can be asked about it; without, B-LT cannot be reached. */
export const namesRevocation = (der: Uint8Array): boolean => servicesOf(der).length > 0;

/** By SHA-1, which all responders know (RFC 5019, section 2.1.1); it only names the certificate. */
async function queryFor({ certificate, issuer }: Issued): Promise<Uint8Array> {
  const reqCert = await CertID.create(Certificate.fromBER(certificate), {
    hashAlgorithm: 'SHA-1',
    issuerCertificate: Certificate.fromBER(issuer),
  });
  const tbsRequest = new TBSRequest({ requestList: [new Request({ reqCert })] });
  return new Uint8Array(new OCSPRequest({ tbsRequest }).toSchema(true).toBER());
}

async function fetchAnswer(
  { type, url }: Service,
  issued: Issued,
  deadlineMs: number,
): Promise<RevocationAnswer> {
  if (type === 'crl')
    return { type, der: await exchange({ url, deadlineMs, maxBytes: MAX_CRL_BYTES }) };
  const query = { type: QUERY_TYPE, der: await queryFor(issued) };
  const limits = { deadlineMs, maxBytes: MAX_OCSP_BYTES };
  return { type, der: await exchange({ url, expects: REPLY_TYPE, query, ...limits }) };
}

/** Asks over HTTP, as the certificates say themselves. */
export function webRevocation({ deadlineMs = DEADLINE_MS }: RevocationOptions = {}): Revocation {
  return {
    async answer(issued) {
      const faults: string[] = [];
      for (const service of servicesOf(issued.certificate).slice(0, MAX_SERVICES)) {
        try {
          const answer = await fetchAnswer(service, issued, deadlineMs);
          await demandGood(answer, issued, new Date());
          // A file with it would not pass our own check; the next service may write another form.
          if (!isBareAnswer(answer, [issued.certificate, issued.issuer]))
            throw new RevocationFault('its form is none that can be kept');
          return answer;
        } catch (error) {
          if (error instanceof RevokedFault) throw error;
          if (!(error instanceof ExchangeFault || error instanceof RevocationFault)) throw error;
          faults.push(`${service.type} of ${new URL(service.url).host}: ${error.message}`);
        }
      }
      const reasons = faults.length === 0 ? 'it names nobody to ask' : faults.join('; ');
      throw new RevocationFault(
        `${nameOf(issued.certificate)} is not shown to be good: ${reasons}`,
      );
    },
  };
}
