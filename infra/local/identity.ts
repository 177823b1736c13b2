/** The laptop's OpenID Connect provider: the issuer of the bearer tokens that the API asks for. */
import { randomBytes, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { exportJWK, generateKeyPair, importJWK, type JWK, SignJWT } from 'jose';
import { type Configuration, Provider } from 'oidc-provider';
import { ROLES, type Role } from '../../functions/ports.ts';
import { SIGN_IN_CALLBACK } from '../sign-in-callback.ts';
import { keepSecret } from './secret-file.ts';

/** First path segment under which the provider is mounted. */
export const IDENTITY_SEGMENT = 'oidc';

/** Audience of all tokens for the API. */
export const AUDIENCE = 'piagam';

/** The API as a resource (RFC 8707 wants a URI). */
const RESOURCE = 'urn:piagam';

const SCRIPT_CLIENT = 'piagam-script';
const CONSOLE_CLIENT = 'piagam-console';

/** The algorithm that Cognito signs with. */
const ALGORITHM = 'RS256';
const SECRET_BYTES = 32;

const HOUR_SECONDS = 60 * 60;
const TOKEN_SECONDS = 12 * HOUR_SECONDS;
const INTERACTION_SECONDS = HOUR_SECONDS;

export type TokenRequest = {
  readonly subject: string;
  readonly roles: readonly Role[];
  readonly lifetimeSeconds: number;
};

export type IdentityProvider = {
  readonly issuer: string;
  /** Answers requests whose path begins with `/oidc`. */
  readonly listener: RequestListener;
  /** An access token (RFC 9068) as the provider would give it. */
  issueToken(request: TokenRequest): Promise<string>;
};

/** What has to outlive the process, so that tokens and sessions stay good. */
type Keys = {
  readonly signing: JWK;
  readonly cookie: string;
  readonly scriptSecret: string;
};

const randomText = (): string => randomBytes(SECRET_BYTES).toString('base64url');

async function makeKeys(): Promise<string> {
  const { privateKey } = await generateKeyPair(ALGORITHM, { extractable: true });
  const signing = { ...(await exportJWK(privateKey)), kid: randomUUID(), use: 'sig' };
  const keys: Keys = { signing, cookie: randomText(), scriptSecret: randomText() };
  return JSON.stringify(keys);
}

const clients = (keys: Keys): Configuration['clients'] => [
  {
    client_id: SCRIPT_CLIENT,
    client_secret: keys.scriptSecret,
    grant_types: ['client_credentials'],
    response_types: [],
    redirect_uris: [],
  },
  {
    client_id: CONSOLE_CLIENT,
    token_endpoint_auth_method: 'none',
    grant_types: ['authorization_code'],
    response_types: ['code'],
    redirect_uris: [SIGN_IN_CALLBACK],
    application_type: 'native',
  },
];

const configuration = (keys: Keys): Configuration => ({
  clients: clients(keys),
  jwks: { keys: [{ ...keys.signing, kty: 'RSA' }] },
  cookies: { keys: [keys.cookie] },
  scopes: ['openid', ...ROLES],
  pkce: { required: () => true },
  findAccount: (_context, accountId) => ({ accountId, claims: () => ({ sub: accountId }) }),
  ttl: {
    AccessToken: TOKEN_SECONDS,
    ClientCredentials: TOKEN_SECONDS,
    IdToken: TOKEN_SECONDS,
    Grant: TOKEN_SECONDS,
    Session: TOKEN_SECONDS,
    Interaction: INTERACTION_SECONDS,
  },
  features: {
    clientCredentials: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => RESOURCE,
      useGrantedResource: () => true,
      getResourceServerInfo: () => ({
        audience: AUDIENCE,
        scope: ROLES.join(' '),
        accessTokenFormat: 'jwt',
        accessTokenTTL: TOKEN_SECONDS,
        jwt: { sign: { alg: ALGORITHM } },
      }),
    },
  },
});

/**
 * Makes the provider. It warns of what it would be wrong to do in production (sign in anyone, keep
 * sessions in memory); on a laptop both are meant, so the warnings are not printed.
 */
function quietProvider(issuer: string, settings: Configuration): Provider {
  const { warn } = console;
  console.warn = () => {};
  try {
    return new Provider(issuer, settings);
  } finally {
    console.warn = warn;
  }
}

/** The provider learns where it is mounted from `originalUrl` and `url`, as under Connect. */
function mounted(provider: Provider): RequestListener {
  const listener = provider.callback();
  return (request, response) => {
    const originalUrl = request.url ?? '/';
    const url = originalUrl.slice(`/${IDENTITY_SEGMENT}`.length) || '/';
    return listener(Object.assign(request, { originalUrl, url }), response);
  };
}

/** Starts the provider with the keys in `file`, which is made at first start. */
export async function startIdentity(options: {
  readonly publicUrl: string;
  readonly file: string;
}): Promise<IdentityProvider> {
  const { publicUrl, file } = options;
  const issuer = `${publicUrl}/${IDENTITY_SEGMENT}`;
  const keys: Keys = JSON.parse(await readFile(await keepSecret(file, makeKeys), 'utf8'));
  const signingKey = await importJWK(keys.signing, ALGORITHM);
  const provider = quietProvider(issuer, configuration(keys));
  const issueToken = ({ subject, roles, lifetimeSeconds }: TokenRequest): Promise<string> =>
    new SignJWT({ client_id: SCRIPT_CLIENT, scope: roles.join(' ') })
      .setProtectedHeader({ alg: ALGORITHM, typ: 'at+jwt', kid: keys.signing.kid ?? '' })
      .setIssuer(issuer)
      .setAudience(AUDIENCE)
      .setSubject(subject)
      .setJti(randomUUID())
      .setIssuedAt()
      .setExpirationTime(`${lifetimeSeconds}s`)
      .sign(signingKey);
  return { issuer, listener: mounted(provider), issueToken };
}
