/** The archive room: what each role may see, the audit trail, files by short-lived addresses. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { archiveApp, PRESIGNED_SECONDS } from '../../functions/archive/app.ts';
import type { Commit } from '../../functions/domain/commit.ts';
import { firstBreak } from '../../functions/domain/commit.ts';
import { ROUTES } from '../../functions/runtime/routes.ts';
import { getAs, problemOf } from './admin-caller.ts';
import { drafted, stateOf } from './flow.ts';
import { sealed } from './sealer.ts';
import { sha256, startWorld, type TestWorld } from './world.ts';

const UNKNOWN = '0000000000000000';

let world: TestWorld;
let sealedId: string;
let draftedId: string;
beforeAll(async () => {
  world = await startWorld();
  draftedId = await drafted(world);
  sealedId = await sealed(world);
});
afterAll(() => world.stop());

const get = (path: string, as?: string): Promise<Response> =>
  getAs(world.archive, `/v1/documents/${path}`, as);

const Commits = z.object({ commits: z.array(z.custom<Commit>((value) => value !== null)) });
const protectedPaths = ROUTES.filter(
  ({ room, path }) => room === 'archive' && path.startsWith('/v1/documents'),
).map(({ path }) => path.replace('{id}', UNKNOWN));

describe('a document of the archive', () => {
  test.each(protectedPaths)('is not for the public: %s', async (path) => {
    expect((await world.archive.request(path)).status).toBe(401);
    expect((await getAs(world.archive, path, 'forged')).status).toBe(401);
    expect((await getAs(world.archive, path, 'stranger')).status).toBe(403);
  });

  test.each(protectedPaths)('that does not exist is told as a problem: %s', async (path) => {
    const response = await getAs(world.archive, path);
    expect(response.status).toBe(404);
    await problemOf(response);
  });

  test('whose name is no name at all is not found either', async () => {
    expect((await get('x'.repeat(3000))).status).toBe(404);
  });

  test.each(['admin', 'archivist', 'viewer'])('is summarized for every role: %s', async (as) => {
    const response = await get(sealedId, as);
    expect(await response.json()).toMatchObject({
      id: sealedId,
      kind: 'charter',
      status: 'sealed',
      legalBasis: ['90/2021'],
      unsigned: { sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
      sealed: { level: 'B-B', sealedBy: 'Segel Uji Coba Piagam' },
      signers: [{ standing: 'signed' }, { standing: 'signed' }, { standing: 'signed' }],
    });
  });

  test('is summarized without the numbers of persons', async () => {
    const nip = (await stateOf(world, sealedId)).draft.signers.flatMap(
      (signer) => signer.nip ?? [],
    );
    expect(nip).toHaveLength(1);
    expect(await (await get(sealedId)).text()).not.toContain(nip[0]);
  });
});

describe('the audit trail', () => {
  test.each(['admin', 'archivist'])('is an unbroken chain for %s', async (as) => {
    const { commits } = Commits.parse(await (await get(`${sealedId}/events`, as)).json());
    expect(commits.length).toBeGreaterThan(10);
    expect(firstBreak(commits, sha256)).toBeUndefined();
    const forged = commits.map((commit) => (commit.version === 5 ? { ...commit, at: '' } : commit));
    expect(firstBreak(forged, sha256)).toBe(5);
  });

  test('tells the whole life of a document, in order', async () => {
    const { commits } = Commits.parse(await (await get(`${sealedId}/events`)).json());
    const names = commits.flatMap(({ events }) => events.map(({ type }) => type));
    const turn = ['LinkIssued', 'MailSent', 'SessionOpened', 'SignerSigned'];
    // The receipt of each goes out with the invitation of the next.
    const turns = [...turn, 'MailSent', ...turn, 'MailSent', ...turn];
    const expected = ['DocumentDrafted', 'DocumentRendered', ...turns];
    expect(names).toEqual([...expected, 'SigningCompleted', 'EvidenceCompiled', 'DocumentSealed']);
  });

  test.each(['events', 'evidence', 'pdf?kind=evidence', 'pdf?kind=sealed', 'pdf'])(
    'and what holds evidence are not for viewers: %s',
    async (what) => {
      const response = await get(`${sealedId}/${what}`, 'viewer');
      expect(response.status).toBe(403);
      await problemOf(response);
    },
  );
});

describe('a file', () => {
  test.each([
    ['?kind=unsigned', 'unsigned'],
    ['?kind=sealed', 'sealed'],
    ['', 'sealed'],
    ['?kind=evidence', 'evidence'],
  ])('is fetched from a short-lived address: pdf%s', async (query, kind) => {
    const response = await get(`${sealedId}/pdf${query}`, 'archivist');
    expect(response.status).toBe(302);
    const location = new URL(response.headers.get('location') ?? '');
    expect(location.searchParams.get('X-Amz-Expires')).toBe(String(PRESIGNED_SECONDS));
    const file = await fetch(location);
    expect(file.status).toBe(200);
    expect(file.headers.get('content-disposition')).toContain(
      `filename="charter-${sealedId}-${kind}.pdf"`,
    );
    const state = await stateOf(world, sealedId);
    const hashes = {
      unsigned: state.unsigned?.sha256,
      sealed: state.sealed?.sha256,
      evidence: state.evidence?.sheetSha256,
    };
    expect(sha256(await file.bytes())).toBe(
      Object.entries(hashes).find(([key]) => key === kind)?.[1],
    );
  });

  test('of the evidence is the JSON on record, with the chain up to the last signer', async () => {
    const response = await get(`${sealedId}/evidence`, 'archivist');
    expect(response.status).toBe(302);
    const text = await (await fetch(response.headers.get('location') ?? '')).text();
    const { evidence, unsigned } = await stateOf(world, sealedId);
    expect(sha256(text)).toBe(evidence?.jsonSha256);
    const told = Commits.extend({ chainHash: z.string(), sha256: z.string() }).parse(
      JSON.parse(text),
    );
    expect(firstBreak(told.commits, sha256)).toBeUndefined();
    expect(told.commits.at(-1)?.events.at(-1)?.type).toBe('SigningCompleted');
    expect([told.chainHash, told.sha256]).toEqual([evidence?.chainHash, unsigned?.sha256]);
  });

  test.each(['pdf?kind=unsigned', 'pdf', 'pdf?kind=evidence', 'evidence'])(
    'that has not been made yet is not ready: %s',
    async (what) => {
      const response = await get(`${draftedId}/${what}`);
      expect(response.status).toBe(409);
      expect((await problemOf(response)).title).toBe('Belum tersedia');
    },
  );

  test.each(['draft', '', '__proto__', 'SEALED'])(
    'of an unknown kind is bad input: %j',
    async (kind) => {
      const response = await get(`${sealedId}/pdf?${new URLSearchParams({ kind })}`);
      expect(response.status).toBe(400);
      await problemOf(response);
    },
  );
});

describe('the public pages', () => {
  test.each(['/', '/verify', '/assets/page.css', '/assets/verify.js'])(
    'are there for everyone: %s',
    async (path) => {
      const response = await world.archive.request(path);
      expect(response.status).toBe(200);
      const { headers } = response;
      expect(headers.get('content-security-policy')).toMatch(/default-src 'none'(?!.*unsafe)/);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
    },
  );

  test('never touch the ledger for the front page, the form and the style', async () => {
    const down = () => Promise.reject(new Error('down'));
    const ledger = { ...world.ledger, document: down, lookup: down };
    const app = archiveApp({ ...world, ledger });
    for (const path of ['/', '/verify', '/assets/page.css'])
      expect((await app.request(path)).status).toBe(200);
  });

  test.each(['/assets/none.css', '/assets/constructor', '/assets/..%2fsign.hbs', '/nothing'])(
    'serve nothing but themselves: %s',
    async (path) => {
      expect((await world.archive.request(path)).status).toBe(404);
    },
  );
});
