/** Signing and declining: what is recorded, once, and what the signatory is shown from then on. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { CONSENT } from '../../functions/domain/consent.ts';
import {
  eventsOf,
  invited,
  linkHolder,
  opened,
  signaturesOf,
  signedByAll,
  signs,
  stateOf,
  tokenOf,
} from './flow.ts';
import { expectNotice, heading, messageOf } from './page.ts';
import { charterFor } from './request.ts';
import { ORIGIN } from './signatory.ts';
import { later, START, startWorld, type TestWorld } from './world.ts';

const ADMIN = { type: 'admin', subject: 'rina' } as const;

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());
afterEach(() => {
  world.time.now = START;
});

describe('a signature', () => {
  test('is recorded with time, file, consent, round, address and browser', async () => {
    const { id, who } = await opened(world);
    world.time.now = later(START, 60_000);
    expect((await who.sign()).status).toBe(303);
    const sha = (await stateOf(world, id)).unsigned?.sha256;
    const commit = (await world.ledger.commits(`DOC#${id}`)).at(-1);
    expect(commit).toMatchObject({ at: world.time.now, by: { type: 'signer', signer: 1 } });
    expect(commit?.events).toEqual([
      { type: 'SignerSigned', signer: 1, round: 1, sha256: sha, consent: CONSENT, origin: ORIGIN },
    ]);
  });

  test('is answered with a receipt that tells when, and keeps telling it', async () => {
    const { id, who } = await opened(world);
    const answer = await who.sign();
    expect(answer.headers.get('location')).toBe(`/s/${tokenOf(world, id, 1)}`);
    const receipt = await (await who.get()).text();
    expect(heading(receipt)).toBe('Tanda tangan Anda telah tercatat');
    expect(receipt).toContain('21 November 2046 pukul 12.00.00 WIT');
    world.time.now = later(START, 3_600_000);
    expect(await (await who.get()).text()).toBe(receipt);
  });

  test('given twice stands as it was given first', async () => {
    const { id, who } = await opened(world);
    const form = await who.form();
    const first = await who.post('/sign', form);
    const receipt = await (await who.get()).text();
    world.time.now = later(START, 60_000);
    const second = await who.post('/sign', form);
    expect([first.status, second.status]).toEqual([303, 303]);
    expect(await (await who.get()).text()).toBe(receipt);
    expect(await signaturesOf(world, id)).toHaveLength(1);
  });

  test('given twenty times at once is recorded once', async () => {
    const { id, who } = await opened(world);
    const form = await who.form();
    const answers = await Promise.all(Array.from({ length: 20 }, () => who.post('/sign', form)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([303]));
    expect(await signaturesOf(world, id)).toHaveLength(1);
  });

  test('of five people at once is lost by none, and one completes the document', async () => {
    const names = ['Eko', 'Dwi', 'Tri', 'Catur', 'Panca'];
    const id = await invited(world, charterFor(names));
    await Promise.all(names.map((_, index) => signs(world, id, index + 1)));
    const events = await eventsOf(world, id);
    expect(events.filter(({ type }) => type === 'SignerSigned')).toHaveLength(5);
    expect(events.filter(({ type }) => type === 'SigningCompleted')).toHaveLength(1);
    expect((await stateOf(world, id)).status).toBe('signed');
  });

  test('can be shown again by whoever comes back through the link', async () => {
    const { id, who } = await opened(world);
    await who.sign();
    const again = linkHolder(world, id, 1);
    expect((await again.open()).status).toBe(303);
    expect(heading(await (await again.get()).text())).toBe('Tanda tangan Anda telah tercatat');
  });

  test('ends the chance to decline', async () => {
    const { id, who } = await opened(world);
    await who.sign();
    await expectNotice(await who.decline('berubah pikiran'), 409, 'alreadySigned');
    expect((await stateOf(world, id)).status).toBe('signing');
  });
});

describe('declining', () => {
  test.each(['', '   ', '\n'])('needs a reason: %j', async (reason) => {
    const { id, who } = await opened(world);
    const before = await world.record();
    const response = await who.decline(reason);
    expect(response.status).toBe(422);
    expect(await response.text()).toContain(messageOf('reasonMissing'));
    expect(await world.record()).toEqual(before);
    expect((await stateOf(world, id)).status).toBe('signing');
  });

  test('is recorded with its reason and origin, and shown as declined from then on', async () => {
    const { id, who } = await opened(world);
    expect((await who.decline('  Data keliru ')).status).toBe(303);
    expect((await eventsOf(world, id)).at(-1)).toEqual({
      type: 'SignerDeclined',
      signer: 1,
      round: 1,
      reason: 'Data keliru',
      origin: ORIGIN,
    });
    for (const visitor of [who, linkHolder(world, id, 1)]) {
      if (visitor !== who) expect((await visitor.open()).status).toBe(303);
      const html = await (await visitor.get()).text();
      expect(heading(html)).toBe('Penolakan Anda telah tercatat');
      expect(html).toContain('Data keliru');
    }
  });

  test('twice stands as it was done first', async () => {
    const { id, who } = await opened(world);
    await who.decline('pertama');
    expect((await who.decline('kedua')).status).toBe(303);
    const declined = (await eventsOf(world, id)).filter(({ type }) => type === 'SignerDeclined');
    expect(declined).toMatchObject([{ reason: 'pertama' }]);
  });

  test('ends the chance to sign, also for a form on the screen', async () => {
    const { id, who } = await opened(world);
    const form = await who.form();
    await who.decline('x');
    await expectNotice(await who.post('/sign', form), 410, 'declined');
    expect(await signaturesOf(world, id)).toEqual([]);
  });

  test('keeps at most 500 characters of the reason', async () => {
    const { id, who } = await opened(world);
    await who.decline('x'.repeat(600));
    expect((await stateOf(world, id)).endReason).toHaveLength(500);
  });

  test('with a form of endless length is refused unread', async () => {
    const { id, who } = await opened(world);
    await expectNotice(await who.decline('x'.repeat(20_000)), 413, 'tooLarge');
    expect((await stateOf(world, id)).status).toBe('signing');
  });
});

test('who has signed a document that ended early is not promised its seal', async () => {
  const id = await invited(world, charterFor(['Eko', 'Tri']));
  const who = linkHolder(world, id, 1);
  await who.open();
  await who.sign();
  await world.execute(id, { type: 'void', reason: 'salah' }, ADMIN);
  const html = await (await who.get()).text();
  expect(html).not.toContain('dokumen akan dibubuhi segel elektronik');
});

test('every signatory in turn: head, leader, witness', async () => {
  const id = await invited(world);
  await signedByAll(world, id);
  const { draft } = await stateOf(world, id);
  const order = (await signaturesOf(world, id)).map((event) => 'signer' in event && event.signer);
  expect(order.map((number) => draft.signers.find((one) => one.number === number)?.role)).toEqual([
    'declarer',
    'acknowledging',
    'witness',
  ]);
});
