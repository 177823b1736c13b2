/** The laptop's issuer speaks OpenID Connect: scripts and people sign in as elsewhere. */
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { oidcIdentity } from '../../functions/adapters/oidc.ts';
import type { Identity } from '../../functions/ports.ts';
import { type Gateway, openGateway } from '../../infra/local/http/gateway.ts';
import { AUDIENCE, IDENTITY_SEGMENT, startIdentity } from '../../infra/local/identity.ts';

const CALLBACK = 'http://localhost:8976/callback';

let directory: string;
let gateway: Gateway;
let issuer: string;
let rooms: Identity;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'identity-'));
  gateway = await openGateway(0);
  for (const level of ['log', 'info', 'warn', 'error'] as const)
    vi.spyOn(console, level).mockImplementation(() => {});
  const file = join(directory, 'identity.json');
  const identity = await startIdentity({ publicUrl: gateway.url, file });
  gateway.mount(new Map([[IDENTITY_SEGMENT, identity.listener]]));
  issuer = identity.issuer;
  rooms = oidcIdentity({ issuer, audience: AUDIENCE });
});
afterEach(async () => {
  const printed = [console.log, console.info, console.warn, console.error].map(
    (print) => vi.mocked(print).mock.calls,
  );
  vi.restoreAllMocks();
  await gateway.stop();
  await rm(directory, { recursive: true });
  expect(printed.flat(), 'nothing is printed').toEqual([]);
});

async function token(parameters: Readonly<Record<string, string>>): Promise<string> {
  const found = await fetch(`${issuer}/.well-known/openid-configuration`);
  const { token_endpoint } = JSON.parse(await found.text());
  const body = new URLSearchParams(parameters);
  const answer = await fetch(token_endpoint, { method: 'POST', body });
  return JSON.parse(await answer.text()).access_token;
}

test('a script gets a token by its secret, for the scopes it asks for', async () => {
  const { scriptSecret } = JSON.parse(await readFile(join(directory, 'identity.json'), 'utf8'));
  const accessToken = await token({
    grant_type: 'client_credentials',
    client_id: 'piagam-script',
    client_secret: scriptSecret,
    scope: 'viewer',
  });
  expect(await rooms.caller(accessToken)).toEqual({
    subject: 'piagam-script',
    roles: ['viewer'],
  });
});

/** A browser as far as signing in needs one: it keeps cookies and sends forms. */
function browser() {
  const cookies = new Map<string, string>();
  return async (url: string, form?: Readonly<Record<string, string>>): Promise<Response> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(new URL(url, gateway.url), {
      redirect: 'manual',
      headers: { cookie },
      ...(form === undefined ? {} : { method: 'POST', body: new URLSearchParams(form) }),
    });
    for (const set of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      cookies.set(name, value);
    }
    return response;
  };
}

/** Follows redirects and sends each form that asks, until the code arrives at the callback. */
async function signIn(first: string, forms: readonly Readonly<Record<string, string>>[]) {
  const open = browser();
  const waiting = [...forms];
  let response = await open(first);
  for (;;) {
    const location = response.headers.get('location');
    if (location?.startsWith(CALLBACK)) return new URL(location).searchParams.get('code') ?? '';
    const action = /action="([^"]+)"/.exec(await response.text())?.[1];
    const next = location ?? action;
    if (next === undefined) throw new Error(`lost at ${response.url}`);
    response = location ? await open(next) : await open(next, waiting.shift() ?? {});
  }
}

test('a person gets a token by authorization code with PKCE', async () => {
  const verifier = randomBytes(32).toString('base64url');
  const request = new URLSearchParams({
    client_id: 'piagam-console',
    response_type: 'code',
    redirect_uri: CALLBACK,
    scope: 'openid archivist',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  });
  const forms = [{ prompt: 'login', login: 'siti', password: 'any' }, { prompt: 'consent' }];
  const code = await signIn(`${issuer}/auth?${request}`, forms);
  const accessToken = await token({
    grant_type: 'authorization_code',
    client_id: 'piagam-console',
    redirect_uri: CALLBACK,
    code,
    code_verifier: verifier,
  });
  expect(await rooms.caller(accessToken)).toEqual({ subject: 'siti', roles: ['archivist'] });
});

test('keys outlive the process: a token from before a restart is still good', async () => {
  const file = join(directory, 'identity.json');
  const publicUrl = gateway.url;
  const again = await startIdentity({ publicUrl, file });
  const grant = { subject: 'siti', roles: ['admin'], lifetimeSeconds: 60 } as const;
  expect(await rooms.caller(await again.issueToken(grant))).toMatchObject({ subject: 'siti' });
});
