/** The public page of a document: status, roles, times and fingerprints, and no secret. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { getAs } from './admin-caller.ts';
import { drafted, invited, signs, stateOf } from './flow.ts';
import { type OnRecord, onRecord, STAMPED } from './on-record.ts';
import { formActions, otherLanguage } from './page.ts';
import { altered } from './request.ts';
import { sha256, startWorld, type TestWorld } from './world.ts';

const BY = { type: 'admin', subject: 'rina' } as const;

let world: TestWorld;
let ours: OnRecord;
let id: string;
beforeAll(async () => {
  world = await startWorld();
  ours = await onRecord(world, { upgrade: true });
  id = ours.id;
});
afterAll(() => world.stop());

const page = async (path: string): Promise<{ readonly status: number; readonly html: string }> => {
  const response = await world.archive.request(path);
  return { status: response.status, html: await response.text() };
};

describe('the page of a document', () => {
  test('tells status, roles, times and all fingerprints', async () => {
    const { status, html } = await page(`/verify/${id}`);
    const state = await stateOf(world, id);
    expect(status).toBe(200);
    expect(html).toContain('data-status="sealed"');
    const { draft } = state;
    for (const words of [
      draft.title,
      draft.agency.name,
      state.unsigned?.sha256,
      state.sealed?.sha256,
      state.evidence?.chainHash,
    ])
      expect(html).toContain(words);
    for (const role of ['Yang mencanangkan', 'Mengetahui', 'Saksi']) expect(html).toContain(role);
    // Each signature, and the end of the signing.
    expect(html.match(/21 November 2046 pukul 12\.00\.00 WIT/g)).toHaveLength(
      draft.signers.length + 1,
    );
  });

  test('tells who sealed, the level in plain words, and who vouches for the time', async () => {
    const { html } = await page(`/verify/${id}`);
    expect(html).toContain('Segel Uji Coba Piagam');
    expect(html).toContain('Segel arsip (B-LTA). Waktunya dibuktikan');
    expect(html).toContain('21 November 2046 pukul 12.00.05 WIT');
    expect(html).toContain(STAMPED.by);
    expect(html).not.toContain('Menurut segel itu sendiri');
  });

  test('says of a seal without a timestamp that only the seal claims its time', async () => {
    const { id: bare } = await onRecord(world, { upgrade: false });
    const { html } = await page(`/verify/${bare}`);
    expect(html).toContain('Menurut segel itu sendiri');
    expect(html).toContain('Segel dasar (B-B). Membuktikan');
  });

  test('tells neither an address nor a NIP, an IP address or a browser', async () => {
    const { html } = await page(`/verify/${id}`);
    const { signers } = (await stateOf(world, id)).draft;
    const secrets = signers.flatMap(({ email, nip }) => (nip ? [email, nip] : [email]));
    expect(secrets.length).toBeGreaterThan(signers.length);
    expect(secrets.filter((words) => html.includes(words))).toEqual([]);
    expect(html).not.toMatch(/@example|203\.0\.113|Peramban Uji/);
  });

  test.each([
    ['drafted', async () => drafted(world)],
    ['signing', async () => invited(world)],
    [
      'voided',
      async () => {
        const voided = await invited(world);
        await world.execute(voided, { type: 'void', reason: 'RAHASIA' }, BY);
        return voided;
      },
    ],
  ] as const)('tells the status of one that is %s, and no reason', async (status, make) => {
    const { html } = await page(`/verify/${await make()}`);
    expect(html).toContain(`data-status="${status}"`);
    expect(html).not.toContain('RAHASIA');
  });

  test('shows who has signed so far', async () => {
    const half = await invited(world);
    await signs(world, half, 1);
    const { html } = await page(`/verify/${half}`);
    expect(html.match(/Ditandatangani/g)).toHaveLength(1);
    expect(html.match(/Belum menandatangani</g)).toHaveLength(2);
  });

  test.each(['0000000000000000', 'x', 'DOC%23x', '%3Cscript%3E'])(
    'that does not exist is not found: %s',
    async (unknown) => {
      const { status, html } = await page(`/verify/${unknown}`);
      expect(status).toBe(404);
      expect(html).toContain('Kode dokumen tersebut tidak kami temukan');
      expect(html).not.toContain('<script>');
    },
  );

  test('is found by its code as people type it', async () => {
    const typed = new URLSearchParams({ id: ` ${id.toUpperCase()} ` });
    const response = await world.archive.request(`/verify?${typed}`);
    expect(response.status).toBe(303);
    expect(response.headers.get('location')).toBe(`/verify/${id}`);
  });

  test.each(['//evil.test', '../s/x', 'https://evil.test'])(
    'never leads out of the house: %s',
    async (typed) => {
      const response = await world.archive.request(`/verify?${new URLSearchParams({ id: typed })}`);
      const target = new URL(response.headers.get('location') ?? '', 'https://piagam.test');
      expect(target.href).toBe(`https://piagam.test/verify/${encodeURIComponent(typed)}`);
    },
  );
});

describe('a document that a newer declaration has renewed', () => {
  /** The same declaration held again. */
  async function renewal(): Promise<{ readonly older: string; readonly newer: string }> {
    const { id: older } = await onRecord(world, { upgrade: false });
    const { declarationId } = (await stateOf(world, older)).draft;
    const supersedes = { declarationId, renewal: 'annual' };
    return { older, newer: await drafted(world, altered(['supersedes', supersedes])) };
  }

  test('leads to the one in its place, which leads back', async () => {
    const { older, newer } = await renewal();
    const { html } = await page(`/verify/${older}?lang=en`);
    expect(html).toContain('data-status="sealed"');
    expect(html).toContain('There is a newer declaration');
    expect(html.replaceAll('&#x3D;', '=')).toContain(`href="/verify/${newer}?lang=en"`);
    const back = await page(`/verify/${newer}`);
    expect(back.html).toContain('data-renewal="replaces"');
    expect(back.html).toContain(`href="/verify/${older}"`);
    expect(back.html).not.toContain('data-renewal="replaced"');
  });

  test('is not valid when it was still unsigned, and says so', async () => {
    const unsigned = await invited(world);
    const by = { declarationId: '0123456789abcdef' };
    await world.execute(unsigned, { type: 'supersede', by }, BY);
    const { html } = await page(`/verify/${unsigned}`);
    expect(html).toContain('data-status="superseded"');
    expect(html).toContain('Dokumen tidak berlaku');
    // Nothing of the same subject was made, so there is nowhere to lead to.
    expect(html).toContain('data-renewal="replaced"');
    expect(html).not.toContain('Lihat dokumen pengganti');
  });

  test('is told so to archivists as well', async () => {
    const { older, newer } = await renewal();
    const told = async (id: string): Promise<unknown> =>
      (await getAs(world.archive, `/v1/documents/${id}`)).json();
    expect(await told(older)).toMatchObject({ supersededBy: { documentId: newer } });
    expect(await told(newer)).toMatchObject({ supersedes: { documentId: older } });
  });
});

test('the page of a document names its kind and its number', async () => {
  const { html } = await page(`/verify/${id}`);
  expect(html).toContain('Piagam pencanangan');
  expect(html).not.toContain('Nomor dokumen');
  const numbered = await drafted(world, altered(['numbers', { charter: '000.8.6/7/DS/2022' }]));
  expect((await page(`/verify/${numbered}`)).html).toContain('000.8.6/7/DS/2022');
});

describe('a script', () => {
  const policyOf = async (path: string): Promise<string> =>
    (await world.archive.request(path)).headers.get('content-security-policy') ?? '';

  test('of ours, and of nobody else, runs where a file can be checked', async () => {
    for (const path of ['/verify', `/verify/${id}`, '/verify/0000000000000000']) {
      const policy = await policyOf(path);
      expect(policy).toMatch(/script-src 'self'(;|$)/);
      expect(policy).toMatch(/connect-src 'self'(;|$)/);
      expect(policy).not.toContain('unsafe');
    }
  });

  test('never runs on any other page', async () => {
    for (const path of ['/', '/nothing', '/assets/page.css'])
      expect(await policyOf(path)).not.toMatch(/script-src|connect-src/);
  });

  test('is served under an address that changes with it', async () => {
    const { html } = await page('/verify');
    const [, url = ''] = /<script type="module" src="([^"]+)"/.exec(html) ?? [];
    const response = await world.archive.request(url.replace('&#x3D;', '='));
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toContain('text/javascript');
    expect(url).toContain(sha256(await response.text()).slice(0, 8));
  });
});

describe('the language of the public pages', () => {
  test('is English with ?lang=en', async () => {
    for (const path of ['/', '/verify', `/verify/${id}`, '/verify/0000000000000000'])
      expect((await page(`${path}?lang=en`)).html).toContain('<html lang="en">');
  });

  test('stays so when a code is looked up or a file is compared', async () => {
    const response = await world.archive.request(
      `/verify?${new URLSearchParams({ id, lang: 'en' })}`,
    );
    expect(response.headers.get('location')).toBe(`/verify/${id}?lang=en`);
    for (const path of ['/verify', `/verify/${id}`])
      expect(formActions((await page(`${path}?lang=en`)).html)).toEqual(['/v1/verify?lang=en']);
  });

  test('can be changed on every page', async () => {
    for (const path of ['/', '/verify', `/verify/${id}`]) {
      const target = otherLanguage((await page(path)).html, path) ?? '';
      expect(target).toBe(`${path}?lang=en`);
      expect((await page(target)).html).toContain('<html lang="en">');
    }
  });
});
