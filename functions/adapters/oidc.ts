/** Who calls the API: bearer tokens (JWT) of one OpenID Connect issuer, checked with its own keys. */
import { createRemoteJWKSet, errors, type JWTPayload, jwtVerify } from 'jose';
import { type Caller, type Identity, ROLES, type Role } from '../ports.ts';

/** Signatures by a private key only; a shared-secret algorithm would make public keys into secrets. */
const ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'Ed25519',
  'EdDSA',
];
const CLOCK_TOLERANCE_SECONDS = 30;
const DISCOVERY_TIMEOUT_MS = 5000;

/** Faults of the issuer or of the way to it; all other errors of the library are about the token. */
const ISSUER_FAULTS: readonly string[] = [
  errors.JOSEError.code,
  errors.JWKSInvalid.code,
  errors.JWKSTimeout.code,
];

/** `admin` as a role or group, `piagam/admin` as a scope of the resource server in Cognito. */
const SCOPE_PREFIX = 'piagam/';

const words = (claim: unknown): readonly string[] =>
  [claim].flat().flatMap((value) => (typeof value === 'string' ? value.split(' ') : []));

function rolesOf(payload: JWTPayload): readonly Role[] {
  const claims = [payload['roles'], payload['cognito:groups'], payload['scope']];
  const named = claims.flatMap(words);
  return ROLES.filter((role) => named.includes(role) || named.includes(SCOPE_PREFIX + role));
}

/** Access tokens of Cognito have no `aud`; they name their audience as `client_id`. */
const isFor = ({ aud, client_id, token_use }: JWTPayload, audience: string): boolean =>
  // Cognito signs ID tokens with the same keys; they say who somebody is, not what they may do.
  (token_use === undefined || token_use === 'access') &&
  (aud === undefined ? client_id === audience : [aud].flat().includes(audience));

type Keys = ReturnType<typeof createRemoteJWKSet>;

/** Finds the issuer's keys (OpenID Connect Discovery 1.0 section 4). */
async function discover(issuer: string): Promise<Keys> {
  const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const response = await fetch(url, { signal: AbortSignal.timeout(DISCOVERY_TIMEOUT_MS) });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  const found: unknown = await response.json();
  const { issuer: named, jwks_uri } = Object(found);
  if (named !== issuer) throw new Error(`${url} speaks for another issuer`);
  return createRemoteJWKSet(new URL(jwks_uri));
}

/** Calls `make` once it is needed, and again only after a failure. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make().catch((error) => {
      made = undefined;
      throw error;
    });
    return made;
  };
}

/**
 * A token is good when the issuer signed it for `audience` and its time has not run out.
 * `caller` throws when the issuer cannot be reached or does not answer as it should.
 */
export function oidcIdentity({
  issuer,
  audience,
}: {
  readonly issuer: string;
  readonly audience: string;
}): Identity {
  const keys = once(() => discover(issuer));

  const caller = async (bearerToken: string): Promise<Caller | undefined> => {
    const found = await keys();
    try {
      const { payload } = await jwtVerify(bearerToken, found, {
        issuer,
        algorithms: ALGORITHMS,
        clockTolerance: CLOCK_TOLERANCE_SECONDS,
        requiredClaims: ['sub', 'exp'],
      });
      const { sub } = payload;
      if (sub === undefined || !isFor(payload, audience)) return undefined;
      return { subject: sub, roles: rolesOf(payload) };
    } catch (error) {
      const aboutToken = error instanceof errors.JOSEError && !ISSUER_FAULTS.includes(error.code);
      if (aboutToken) return undefined;
      throw error;
    }
  };
  return { caller };
}
