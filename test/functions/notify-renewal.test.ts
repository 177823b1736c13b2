/** Renewed links and letters about the seal, for people with several documents. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { progressOf } from '../../functions/domain/document.ts';
import { renewals } from '../../functions/domain/invitation.ts';
import { draftDocuments } from '../../functions/draft/draft.ts';
import { notify } from '../../functions/notify/notify.ts';
import { render } from '../../functions/render/render.ts';
import { seal } from '../../functions/seal/seal.ts';
import { documentsWith, eventsOf, invited, lettersTo, signedByAll } from './flow.ts';
import { expectNotice, heading } from './page.ts';
import { altered, severalFor } from './request.ts';
import { realSealer } from './sealer.ts';
import {
  at,
  HEAD,
  invitedTrio,
  LEADER,
  lettersToHead,
  placesOf,
  printed,
  renewed,
  signsOne,
  tick,
  tokenIn,
} from './several.ts';
import { signatoryAt } from './signatory.ts';
import { START, startWorld, type TestWorld } from './world.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());
afterEach(() => {
  world.printer.jamWith(undefined);
  world.post.closedTo.clear();
  world.time.now = START;
});

describe('a renewal', () => {
  test('ends the old link on every document at once; one new letter lists what is unsigned', async () => {
    const ids = await invitedTrio(world);
    const [charter, commitment] = ids;
    const old = await at(world, charter, HEAD);
    await signsOne(world, charter, old);
    await renewed(world, [charter, HEAD]);
    for (const verb of ['', '?dokumen=1', '?dokumen=2', '?dokumen=3', '/pdf?dokumen=1'])
      await expectNotice(await old.get(verb), 410, 'linkReplaced');
    await expectNotice(await old.open(), 410, 'linkReplaced');
    await expectNotice(await old.decline('x', '?dokumen=2'), 410, 'linkReplaced');
    for (const id of ids) await notify(world, id);
    const letters = lettersToHead(world, ids);
    expect(letters).toHaveLength(2);
    expect(letters[1]?.subject).toBe(
      'Permohonan tanda tangan: 2 dokumen pencanangan 21 September 2022',
    );
    await signsOne(world, commitment, await at(world, charter, HEAD));
    const signed = (await eventsOf(world, commitment)).find(({ type }) => type === 'SignerSigned');
    expect(signed).toMatchObject({ round: 2 });
  });

  test('cut short is finished by the letter it leads to, and the old link is good nowhere', async () => {
    const ids = await invitedTrio(world);
    const old = await at(world, ids[0], HEAD);
    await renewed(world, [ids[0], HEAD], 1);
    for (const number of [1, 2, 3])
      await expectNotice(await old.get(`?dokumen=${number}`), 410, 'linkReplaced');
    await notify(world, ids[0]);
    tick(world);
    for (const id of ids) await notify(world, id);
    const rounds = (await placesOf(world, ids[0], HEAD)).map(
      ({ state, signer }) => progressOf(state, signer).round,
    );
    expect(rounds).toEqual([2, 2, 2]);
    expect(lettersToHead(world, ids)).toHaveLength(2);
    expect(lettersToHead(world, ids)[1]?.subject).toContain('3 dokumen');
  });

  test('that names the round it ends may be repeated', async () => {
    const ids = await invitedTrio(world);
    const before = await placesOf(world, ids[0], HEAD);
    await renewed(world, [ids[0], HEAD]);
    expect(renewals(before, 1)).toHaveLength(3);
    expect(renewals(await placesOf(world, ids[0], HEAD), 1)).toEqual([]);
  });

  test('reaches minutes that are drafted after it: their letter holds the newest link', async () => {
    const charter = await invited(world, altered(['minutes', true], ['pledges', []]));
    await renewed(world, [charter, HEAD]);
    await notify(world, charter);
    const newest = tokenIn(lettersTo(world, charter, HEAD).at(-1));
    await signedByAll(world, charter);
    await render(world, charter);
    await seal({ ...world, sealer: realSealer }, charter);
    await draftDocuments(world, charter);
    const minutes = documentsWith(charter).at(-1) ?? '';
    await printed(world, [minutes]);
    await notify(world, minutes);
    await notify(world, minutes);
    const letter = lettersTo(world, charter, HEAD).at(-1);
    expect(letter?.subject).toContain('Berita Acara');
    expect(tokenIn(letter)).toBe(newest);
    const who = await at(world, charter, HEAD);
    expect(heading(await (await who.get('?dokumen=2')).text())).toContain('Berita Acara');
  });
});

describe('the letter about the seal', () => {
  async function sealAll(ids: readonly string[]): Promise<void> {
    for (const id of ids) {
      await render(world, id);
      tick(world);
      await seal({ ...world, sealer: realSealer }, id);
    }
  }

  test('is one for all documents sealed by then, and its link still shows them', async () => {
    const ids = await invitedTrio(
      world,
      severalFor(['signatories', []], ['witnesses', []], ['pledges.0.superior', undefined]),
    );
    const head = await at(world, ids[0], HEAD);
    for (const id of ids) await signsOne(world, id, head);
    await sealAll(ids);
    await Promise.all(ids.map((id) => notify(world, id)));
    await Promise.all(ids.map((id) => notify(world, id)));
    const letters = lettersToHead(world, ids);
    expect(letters.map(({ subject }) => subject)).toEqual([
      'Permohonan tanda tangan: 3 dokumen pencanangan 21 September 2022',
      'Dokumen selesai ditandatangani: 3 dokumen pencanangan 21 September 2022',
    ]);
    const visitor = signatoryAt(world, tokenIn(letters[1]));
    await visitor.open();
    expect(await (await visitor.get()).text()).toContain('Selesai dan bersegel');
    expect((await visitor.get('/pdf?dokumen=3')).status).toBe(200);
  });

  test('leads to the public page while no link of the newest round is out', async () => {
    const [charter, commitment] = await invitedTrio(world, severalFor(['witnesses', []]));
    const head = await at(world, charter, HEAD);
    for (const id of [charter, commitment]) {
      await signsOne(world, id, head);
      await notify(world, id);
    }
    const leader = await at(world, charter, LEADER);
    for (const id of [charter, commitment]) await signsOne(world, id, leader);
    // What is left to the leader is not theirs to sign yet, so no new invitation is due.
    await renewed(world, [charter, LEADER]);
    await sealAll([charter]);
    await notify(world, charter);
    expect(lettersTo(world, charter, LEADER).at(-1)?.text).toContain(
      `https://piagam.test/verify/${charter}`,
    );
  });
});
