/** Certificates of seals and timestamps: their names, and the way to an authority we trust. */
import { X509Certificate } from 'node:crypto';
import { BasicConstraints, Certificate } from 'pkijs';
import { has } from './pades-bytes.ts';

/** The longest chain that is followed, from the leaf to the anchor. */
export const MAX_CHAIN = 6;

/** The most certificates of a file that are looked at; a hostile one may carry any number. */
const MAX_POOL = 40;

/**
 * The most signatures of certificates that are checked on one search. An honest way takes as many as
 * it has certificates, and some more when authorities have exchanged their keys.
 */
export const MAX_STEPS = 60;

const COMMON_NAME = '2.5.4.3';
const ORGANIZATION = '2.5.4.10';
const BASIC_CONSTRAINTS = '2.5.29.19';

/**
 * Critical extensions that are understood here. RFC 5280, section 4.2 refuses one with any other,
 * so that one with name constraints is not trusted rather than trusted too far.
 */
const UNDERSTOOD: ReadonlySet<string> = new Set([
  BASIC_CONSTRAINTS,
  '2.5.29.15', // key usage
  '2.5.29.32', // certificate policies
  '2.5.29.37', // extended key usage
]);

export type Search = {
  /** Other certificates (DER) that may lie on the way; none of them is trusted. */
  readonly pool: readonly Uint8Array[];
  /** Certificates (DER) that are trusted because the operator says so. */
  readonly anchors: readonly Uint8Array[];
  /** All certificates on the way have to be valid at this time. */
  readonly at: Date;
};

/**
 * Common name of the subject, else its organization, else nothing: other parts may hold the number
 * of a person. @throws when it is no certificate.
 *
 * Not by `toLegacyObject`: Node 24 crashes there on a certificate with a damaged key.
 */
export function nameOf(der: Uint8Array): string {
  const parts = Certificate.fromBER(der).subject.typesAndValues;
  const named = (wanted: string): unknown =>
    parts.find(({ type }) => type === wanted)?.value.valueBlock.value;
  const name = named(COMMON_NAME) ?? named(ORGANIZATION);
  return typeof name === 'string' ? name : '';
}

export const validAt = (certificate: X509Certificate, at: Date): boolean =>
  certificate.validFromDate <= at && at <= certificate.validToDate;

/** A certificate in DER, as pkijs writes it. */
export const derOf = (certificate: Certificate): Uint8Array =>
  new Uint8Array(certificate.toSchema().toBER());

/** When the first of these certificates (DER) ends, and with it every chain that they make. */
export const endOf = (certificates: readonly Uint8Array[]): Date =>
  new Date(Math.min(...certificates.map((der) => new X509Certificate(der).validToDate.getTime())));

const isUnderstood = (der: Uint8Array): boolean =>
  (Certificate.fromBER(der).extensions ?? []).every(
    ({ critical, extnID }) => !critical || UNDERSTOOD.has(extnID),
  );

/** Whether so many authorities may stand between this one and a leaf (RFC 5280, section 4.2.1.9). */
function allows({ raw }: X509Certificate, between: number): boolean {
  if (between === 0) return true;
  const extensions = Certificate.fromBER(raw).extensions ?? [];
  const constraints = extensions.find(({ extnID }) => extnID === BASIC_CONSTRAINTS)?.parsedValue;
  const length =
    constraints instanceof BasicConstraints ? constraints.pathLenConstraint : undefined;
  return typeof length !== 'number' || length >= between;
}

/** Whether `issuer` has issued `subject`, by name, key identifier, right to issue and signature. */
export const hasIssued = (issuer: X509Certificate, subject: X509Certificate): boolean =>
  issuer.ca && subject.checkIssued(issuer) && subject.verify(issuer.publicKey);

function readable(ders: readonly Uint8Array[]): readonly X509Certificate[] {
  return ders.flatMap((der) => {
    try {
      return [new X509Certificate(der)];
    } catch {
      return [];
    }
  });
}

type Path = readonly X509Certificate[];

/** `hasIssued` for one search: once all steps are taken, nobody has issued anything. */
function stepper(): typeof hasIssued {
  let steps = 0;
  return (issuer, subject) => {
    if (!subject.checkIssued(issuer)) return false;
    steps += 1;
    return steps <= MAX_STEPS && hasIssued(issuer, subject);
  };
}

/** The ways that lead one certificate further than `path`. */
function longer(path: Path, certificates: Path, issued: typeof hasIssued): readonly Path[] {
  const last = path.at(-1);
  const between = path.length - 1;
  return certificates
    .filter((each) => last && issued(each, last) && allows(each, between))
    .map((issuer) => [...path, issuer]);
}

/** The shortest way; each certificate is followed once, so that no file can send us in circles. */
function follow(leaf: X509Certificate, certificates: Path, search: Search): Path | undefined {
  const issued = stepper();
  const seen = new Set<X509Certificate>();
  let paths: readonly Path[] = [[leaf]];
  for (let length = 1; length <= MAX_CHAIN; length += 1) {
    const open: Path[] = [];
    for (const path of paths) {
      const last = path.at(-1);
      if (last === undefined || seen.has(last)) continue;
      seen.add(last);
      if (!validAt(last, search.at) || !isUnderstood(last.raw)) continue;
      if (has(search.anchors, last.raw)) return path;
      open.push(path);
    }
    paths = open.flatMap((path) => longer(path, certificates, issued));
  }
  return undefined;
}

/**
 * The certificates (DER) from `leaf` to an anchor, both included; undefined when none leads to one.
 * A hostile pool may keep a way from being found, but no search from ending.
 *
 * Checks signatures, validity at `search.at`, the right to issue and path lengths (RFC 5280,
 * section 6.1); not revocation. Never throws: what cannot be read leads nowhere.
 */
export function chainOf(leaf: Uint8Array, search: Search): readonly Uint8Array[] | undefined {
  try {
    const certificates = readable([...search.anchors, ...search.pool.slice(0, MAX_POOL)]);
    const chain = follow(new X509Certificate(leaf), certificates, search);
    return chain?.map(({ raw }) => new Uint8Array(raw));
  } catch {
    return undefined;
  }
}
