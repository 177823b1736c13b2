/** Bearer tokens against a real issuer over HTTP: only its own, unspent tokens for us are good. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import {
  type CryptoKey,
  calculateJwkThumbprint,
  exportJWK,
  exportSPKI,
  generateKeyPair,
  type JWTPayload,
  SignJWT,
  UnsecuredJWT,
} from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { oidcIdentity } from '../../functions/adapters/oidc.ts';

const AUDIENCE = 'piagam-console';
const DISCOVERY = '/.well-known/openid-configuration';

type KeyPair = { readonly publicKey: CryptoKey; readonly privateKey: CryptoKey };

let rsa: KeyPair;
let ec: KeyPair;
let stranger: KeyPair;
let server: Server;
let issuer: string;
/** What the issuer answers by path; a test may take something away. */
const answers = new Map<string, unknown>();

async function listen(): Promise<string> {
  server = createServer((request, response) => {
    const answer = answers.get(request.url ?? '');
    response.writeHead(answer === undefined ? 503 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return `http://127.0.0.1:${address.port}`;
}

const published = async ({ publicKey }: KeyPair) => {
  const jwk = await exportJWK(publicKey);
  return { ...jwk, kid: await calculateJwkThumbprint(jwk), use: 'sig' };
};

beforeAll(async () => {
  rsa = await generateKeyPair('RS256', { extractable: true });
  ec = await generateKeyPair('ES256', { extractable: true });
  stranger = await generateKeyPair('RS256', { extractable: true });
  issuer = await listen();
  answers.set(DISCOVERY, { issuer, jwks_uri: `${issuer}/keys` });
  answers.set('/keys', { keys: [await published(rsa), await published(ec)] });
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const inSeconds = (seconds: number): number => Math.floor(Date.now() / 1000) + seconds;

const claims = (more: Readonly<Record<string, unknown>> = {}): JWTPayload => ({
  iss: issuer,
  sub: 'rina',
  aud: AUDIENCE,
  exp: inSeconds(300),
  ...more,
});

async function token(payload: JWTPayload, pair = rsa, alg = 'RS256'): Promise<string> {
  const { kid } = await published(pair);
  return new SignJWT(payload).setProtectedHeader({ alg, kid }).sign(pair.privateKey);
}

const caller = (bearer: string) => oidcIdentity({ issuer, audience: AUDIENCE }).caller(bearer);

test.each([
  ['roles', { roles: ['admin', 'viewer'] }, ['admin', 'viewer']],
  ['Cognito groups', { 'cognito:groups': ['archivist', 'others'] }, ['archivist']],
  ['scopes', { scope: 'openid piagam/admin email' }, ['admin']],
  ['two claims, once', { roles: 'viewer', scope: 'viewer' }, ['viewer']],
  ['no other resource server', { scope: 'payroll/admin' }, []],
  ['no word that only begins alike', { roles: ['administrator', 'admin2'] }, []],
  ['no claim of a wrong shape', { roles: { admin: true }, scope: 7 }, []],
  ['nowhere else', {}, []],
])('roles come from %s', async (_name, more, roles) => {
  expect(await caller(await token(claims(more)))).toEqual({ subject: 'rina', roles });
});

test('both keys of the issuer are good', async () => {
  expect(await caller(await token(claims(), ec, 'ES256'))).toMatchObject({ subject: 'rina' });
});

test('an access token of Cognito names us as its client', async () => {
  const access = claims({ aud: undefined, client_id: AUDIENCE });
  expect(await caller(await token(access))).toMatchObject({ subject: 'rina' });
  const foreign = claims({ aud: undefined, client_id: 'other' });
  expect(await caller(await token(foreign))).toBeUndefined();
  const elsewhere = claims({ aud: 'other', client_id: AUDIENCE });
  expect(await caller(await token(elsewhere))).toBeUndefined();
});

test.each<[string, () => Readonly<Record<string, unknown>>]>([
  ['has expired', () => ({ exp: inSeconds(-60) })],
  ['never expires', () => ({ exp: undefined })],
  ['is not good yet', () => ({ nbf: inSeconds(60) })],
  ['is by another issuer', () => ({ iss: 'https://other.test' })],
  ['is for another audience', () => ({ aud: ['other', 'others'] })],
  ['is for nobody', () => ({ aud: undefined })],
  ['names nobody', () => ({ sub: undefined })],
  ['only says who somebody is (an ID token)', () => ({ token_use: 'id' })],
])('a token that %s is not good', async (_name, change) => {
  expect(await caller(await token(claims(change())))).toBeUndefined();
});

test('clocks may differ a little', async () => {
  expect(await caller(await token(claims({ exp: inSeconds(-1) })))).toBeDefined();
});

test('a token without a signature is not good', async () => {
  expect(await caller(new UnsecuredJWT(claims()).encode())).toBeUndefined();
});

test('a token signed with the public key as if it were a shared secret is not good', async () => {
  const { kid } = await published(rsa);
  const secret = new TextEncoder().encode(await exportSPKI(rsa.publicKey));
  const forged = new SignJWT(claims()).setProtectedHeader({ alg: 'HS256', kid });
  expect(await caller(await forged.sign(secret))).toBeUndefined();
});

test("a stranger's key is not good, also under a name of ours", async () => {
  expect(await caller(await token(claims(), stranger))).toBeUndefined();
  const { kid } = await published(rsa);
  const forged = new SignJWT(claims()).setProtectedHeader({ alg: 'RS256', kid });
  expect(await caller(await forged.sign(stranger.privateKey))).toBeUndefined();
});

test('a token that was changed is not good', async () => {
  const [header, , signature] = (await token(claims())).split('.');
  const body = Buffer.from(JSON.stringify(claims({ sub: 'budi' }))).toString('base64url');
  expect(await caller([header, body, signature].join('.'))).toBeUndefined();
});

test.each(['', 'x', 'a.b.c', '..', 'Bearer x', '\u0000'])('%j is not a token', async (text) => {
  expect(await caller(text)).toBeUndefined();
});

test('an issuer in trouble is a fault, and is asked again', async () => {
  const identity = oidcIdentity({ issuer, audience: AUDIENCE });
  const good = await token(claims());
  for (const path of [DISCOVERY, '/keys']) {
    const answer = answers.get(path);
    answers.delete(path);
    await expect(identity.caller(good)).rejects.toThrow(/503|200 OK/);
    answers.set(path, answer);
  }
  expect(await identity.caller(good)).toMatchObject({ subject: 'rina' });
});

test('an issuer that names another issuer is a fault', async () => {
  answers.set(`/alias${DISCOVERY}`, { issuer, jwks_uri: `${issuer}/keys` });
  const identity = oidcIdentity({ issuer: `${issuer}/alias`, audience: AUDIENCE });
  await expect(identity.caller(await token(claims()))).rejects.toThrow('another issuer');
});

test('an issuer that cannot be reached is a fault', async () => {
  const identity = oidcIdentity({ issuer: 'http://127.0.0.1:1', audience: AUDIENCE });
  await expect(identity.caller(await token(claims()))).rejects.toThrow();
});
