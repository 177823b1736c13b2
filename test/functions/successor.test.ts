/** Somebody else on a signatory's seat: the document is printed anew, and the others keep their links. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { judgeKnown } from '../../functions/archive/verdict.ts';
import { progressOf } from '../../functions/domain/document.ts';
import { notify } from '../../functions/notify/notify.ts';
import { render } from '../../functions/render/render.ts';
import { postCommand, problemOf } from './admin-caller.ts';
import { eventsOf, invited, stateOf } from './flow.ts';
import { confirms, opens, sentTo } from './letters.ts';
import { charterFor } from './request.ts';
import { invitedTrio, tokenIn } from './several.ts';
import { signatoryAt } from './signatory.ts';
import { START, startWorld, type TestWorld } from './world.ts';

const OLD = 'kepala@example.test';
const EKO = 'orang1@example.test';

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());
afterEach(() => {
  world.time.now = START;
});

const command = (id: string, path: string, body: object = {}, headers = {}) =>
  postCommand(world, `/v1/documents/${id}/${path}`, { body, headers });

const successor = (more: object = {}) => ({
  person: {
    name: 'Rini Wulandari',
    position: 'Kepala Bagian 1',
    email: 'rini@example.test',
    ...more,
  },
  reason: 'Mutasi jabatan',
});

const charter = () => charterFor(['Eko', 'Tri']);

describe('a successor', () => {
  test('signs the document printed anew; the others keep link and round', async () => {
    const id = await invited(world, charter());
    const old = tokenIn((await sentTo(world, id, EKO)).at(-1));
    await opens(world, id, 2);
    const before = await stateOf(world, id);
    expect((await command(id, 'signers/1/replace', successor())).status).toBe(200);
    const drafted = await stateOf(world, id);
    expect(drafted.status).toBe('drafted');
    await render(world, id);
    await notify(world, id);
    await notify(world, id);
    const after = await stateOf(world, id);
    expect(after.unsigned?.sha256).not.toBe(before.unsigned?.sha256);
    const verdicts = [before, after].map(({ unsigned }) =>
      judgeKnown(world.ledger, unsigned?.sha256 ?? ''),
    );
    expect(await Promise.all(verdicts)).toMatchObject([
      { verdict: 'replaced' },
      { verdict: 'unsealed' },
    ]);
    expect(progressOf(after, 2).round).toBe(1);
    expect(progressOf(after, 2).linkHash).toBe(progressOf(before, 2).linkHash);
    const told = await sentTo(world, id, 'orang2@example.test');
    expect(told.map(({ about }) => about?.purpose)).toEqual(['invitation', 'changed']);
    expect(tokenIn(told[1])).toBe(tokenIn(told[0]));
    const [invitation] = await sentTo(world, id, 'rini@example.test');
    expect(invitation?.to.name).toBe('Rini Wulandari');
    expect((await signatoryAt(world, old).open()).status).toBe(410);
    await confirms(world, id, 1);
    await confirms(world, id, 2);
    expect((await stateOf(world, id)).status).toBe('signed');
  });

  test('is told to nobody who had not opened the document', async () => {
    const id = await invited(world, charter());
    await command(id, 'signers/1/replace', successor());
    await render(world, id);
    await notify(world, id);
    expect(await sentTo(world, id, 'orang2@example.test')).toHaveLength(1);
  });

  test('named twice is named once', async () => {
    const id = await invited(world, charter());
    for (let run = 0; run < 2; run += 1)
      expect((await command(id, 'signers/1/replace', successor())).status).toBe(200);
    const facts = (await eventsOf(world, id)).filter(({ type }) => type === 'SignerReplaced');
    expect(facts).toHaveLength(1);
  });

  test('who signs elsewhere already gets one letter about all', async () => {
    const ids = await invitedTrio(world);
    const head = { name: 'Siti Rahmawati, S.Sos.', position: 'Kepala Dinas Satu', email: OLD };
    const asked = await command(ids[2], 'signers/2/replace', { person: head, reason: 'x' });
    expect(await problemOf(asked)).toMatchObject({ title: 'Sudah menjadi penanda tangan' });
    const other = { ...head, name: 'Orang Lain' };
    const taken = await command(ids[2], 'signers/2/replace', { person: other, reason: 'x' });
    expect(await problemOf(taken)).toMatchObject({ title: 'Alamat surel milik orang lain' });
  });

  test('comes too late once somebody has signed, and never on a personal pledge', async () => {
    const id = await invited(world, charter());
    const pledge = (await invitedTrio(world))[2];
    const personal = await command(pledge, 'signers/1/replace', successor());
    expect(await problemOf(personal)).toMatchObject({ title: 'Dokumen pribadi' });
    await confirms(world, id, 2);
    const headers = { 'accept-language': 'en' };
    const late = await command(id, 'signers/1/replace', successor(), headers);
    expect(await problemOf(late)).toMatchObject({ status: 409, title: 'Somebody has signed' });
    const bad = await problemOf(await command(id, 'signers/1/replace', { person: {} }));
    expect(bad.errors.map(({ field }) => field)).toContain('person.email');
  });

  test('is not signed for by a print that was begun before', async () => {
    const id = await invited(world, charter());
    await command(id, 'signers/1/replace', successor());
    const stale = { type: 'recordRender', sha256: 'a'.repeat(64), sizeBytes: 1 } as const;
    const madeWith = { templates: 'a', chromium: '1' };
    await world.execute(id, { ...stale, madeWith }, { type: 'worker', name: 'render' });
    expect((await stateOf(world, id)).status).toBe('drafted');
  });
});
