/** The public page of a document: status, roles, times and fingerprints, and no secret. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { drafted, invited, signs, stateOf } from './flow.ts';
import { formActions, otherLanguage } from './page.ts';
import { sealed } from './sealer.ts';
import { startWorld, type TestWorld } from './world.ts';

const BY = { type: 'admin', subject: 'rina' } as const;

let world: TestWorld;
let id: string;
beforeAll(async () => {
  world = await startWorld();
  id = await sealed(world);
});
afterAll(() => world.stop());

const page = async (path: string): Promise<{ readonly status: number; readonly html: string }> => {
  const response = await world.archive.request(path);
  return { status: response.status, html: await response.text() };
};

describe('the page of a document', () => {
  test('tells status, roles, times and both fingerprints', async () => {
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
    ])
      expect(html).toContain(words);
    for (const role of ['Yang mencanangkan', 'Mengetahui', 'Saksi']) expect(html).toContain(role);
    expect(html.match(/21 November 2046 pukul 12\.00\.00 WIT/g)).toHaveLength(
      draft.signers.length + 1,
    );
    expect(html).toContain('Segel Uji Coba Piagam');
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
      expect(html).not.toContain('<script');
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
