/** Several documents with one consent: each after it was read, each by its own hash and record. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CONSENT } from '../../functions/domain/consent.ts';
import { eventsOf, signaturesOf, stateOf } from './flow.ts';
import { heading, messageOf } from './page.ts';
import { pageOf, seated, type Trio } from './several.ts';
import type { Signatory } from './signatory.ts';
import { startWorld, type TestWorld } from './world.ts';

const ADMIN = { type: 'admin', subject: 'rina' } as const;

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const hashOf = async (id: string): Promise<string> =>
  (await stateOf(world, id)).unsigned?.sha256 ?? '';

/** Marks the documents of these places as read. */
async function readAll(ids: Trio, who: Signatory, numbers: readonly number[]): Promise<void> {
  for (const number of numbers) {
    const sha256 = await hashOf(ids[number - 1] ?? '');
    const answer = await who.post(`/read?dokumen=${number}`, { sha256 });
    expect([answer.status, answer.headers.get('location')]).toEqual([
      303,
      expect.stringMatching(/^\/s\/[\w-]+$/),
    ]);
  }
}

/** The form of the list, as a browser would send it. */
async function listForm(who: Signatory): Promise<Record<string, string>> {
  const html = await pageOf(who.get());
  const hidden = [...html.matchAll(/type="hidden" name="(sha256-\d+)" value="([^"]*)"/g)];
  const hashes = hidden.map(([, name = '', value = '']) => [name, value]);
  return { ...Object.fromEntries(hashes), consentVersion: CONSENT.version, consent: 'yes' };
}

describe('the list', () => {
  test('offers to sign together only what has been read', async () => {
    const { ids, who } = await seated(world);
    expect(await pageOf(who.get())).not.toContain('/sign-all');
    await readAll(ids, who, [1, 3]);
    const form = await listForm(who);
    expect(Object.keys(form).filter((name) => name.startsWith('sha256'))).toEqual([
      'sha256-1',
      'sha256-3',
    ]);
    expect(form['sha256-1']).toBe(await hashOf(ids[0]));
  });

  test('knows a reading of this very file alone, recorded once', async () => {
    const { ids, who } = await seated(world);
    const wrong = await who.post('/read?dokumen=1', { sha256: 'a'.repeat(64) });
    expect(wrong.status).toBe(409);
    await readAll(ids, who, [1, 1]);
    const readings = (await eventsOf(world, ids[0])).filter(({ type }) => type === 'DocumentRead');
    expect(readings).toHaveLength(1);
  });
});

describe('one consent', () => {
  test('signs all that was read, each on its own record, and twice changes nothing', async () => {
    const { ids, who } = await seated(world);
    await readAll(ids, who, [1, 2, 3]);
    const form = await listForm(who);
    const answer = await who.post('/sign-all', form);
    expect(heading(await answer.text())).toBe('3 dari 3 dokumen ditandatangani');
    for (const id of ids)
      expect(await signaturesOf(world, id)).toMatchObject([
        { sha256: await hashOf(id), consent: CONSENT },
      ]);
    const record = await world.record();
    expect(heading(await (await who.post('/sign-all', form)).text())).toBe(
      '3 dari 3 dokumen ditandatangani',
    );
    expect(await world.record()).toEqual(record);
  });

  test('is told plainly where it could not be taken', async () => {
    const { ids, who } = await seated(world);
    await readAll(ids, who, [1, 2, 3]);
    const form = await listForm(who);
    await world.execute(ids[1], { type: 'void', reason: 'salah' }, ADMIN);
    const html = await (await who.post('/sign-all', { ...form, 'sha256-3': 'b' })).text();
    expect(heading(html)).toBe('1 dari 3 dokumen ditandatangani');
    expect(html).toContain(messageOf('voided'));
    expect(html).toContain(messageOf('wrongFile'));
    expect(await signaturesOf(world, ids[0])).toHaveLength(1);
    expect(await signaturesOf(world, ids[2])).toHaveLength(0);
  });

  test('that is missing, or for nothing, signs nothing', async () => {
    const { ids, who } = await seated(world);
    await readAll(ids, who, [1]);
    const { consent: _, ...form } = await listForm(who);
    const missing = await who.post('/sign-all', form);
    expect(missing.status).toBe(422);
    expect(await missing.text()).toContain(messageOf('consentMissing'));
    const empty = await who.post('/sign-all', { consent: 'yes', consentVersion: CONSENT.version });
    expect(await empty.text()).toContain(messageOf('nothingRead'));
    for (const id of ids) expect(await signaturesOf(world, id)).toEqual([]);
  });
});
