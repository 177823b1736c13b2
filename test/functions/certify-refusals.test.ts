/** Who cannot sign with a certificate is told why, and no answer of a provider is taken on trust. */
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Limiter } from '../../functions/ports.ts';
import { SEATS, WINDOW_SECONDS } from '../../functions/runtime/rate.ts';
import type { Fault } from '../fakes/bsre.ts';
import { EKO, NIK, openedByBoth, PASSPHRASE, startCertified } from './certified.ts';
import { signaturesOf } from './flow.ts';
import { logMessages } from './log-messages.ts';
import { expectNotice, messageOf, type Reason } from './page.ts';
import { severalFor } from './request.ts';
import { seated } from './several.ts';
import { later, START } from './world.ts';

let stage: Awaited<ReturnType<typeof startCertified>>;
beforeAll(async () => {
  stage = await startCertified();
});
afterAll(() => stage.stop());

/** Changes what the provider knows of Eko. */
function atBsre(change: { readonly status?: string; readonly name?: string }): void {
  const { desk } = stage.bsre;
  desk.holders = desk.holders.map((holder) =>
    holder.nik === NIK ? { ...holder, ...change } : holder,
  );
}

afterEach(() => {
  stage.bsre.desk.fault = undefined;
  atBsre({ status: 'ISSUE', name: 'EKO PRASETYO' });
});

describe('nothing is signed', () => {
  test.each<[string, Reason]>([
    ['EXPIRED', 'certificateExpired'],
    ['RENEW', 'certificateToRenew'],
    ['WAITING_FOR_VERIFICATION', 'certificateInReview'],
    ['NEW', 'certificateNotIssued'],
    ['NO_CERTIFICATE', 'certificateMissing'],
    ['NOT_REGISTERED', 'certificateUnregistered'],
    ['SUSPEND', 'certificateSuspended'],
    ['REVOKE', 'certificateRevoked'],
  ])('with a certificate whose status is %s', async (status, reason) => {
    const { world, signatures } = stage;
    const { eko } = await openedByBoth(world);
    atBsre({ status });
    const [before, asked] = [await world.record(), signatures()];
    await expectNotice(await eko.sign({ passphrase: PASSPHRASE }), 409, reason);
    expect(await world.record()).toEqual(before);
    expect(signatures()).toBe(asked);
  });

  test.each<[string, Readonly<Record<string, string>>, Reason]>([
    ['without a passphrase', { passphrase: '' }, 'passphraseMissing'],
    ['with a passphrase of endless length', { passphrase: 'x'.repeat(201) }, 'passphraseMissing'],
    ['with a NIK that is none', { passphrase: PASSPHRASE, nik: '123' }, 'passphraseMissing'],
    ['with a wrong passphrase', { passphrase: 'keliru' }, 'wrongPassphrase'],
    [
      'with a wrong passphrase to the right NIK',
      { passphrase: 'keliru', nik: NIK },
      'wrongPassphrase',
    ],
  ])('%s; the page says so and can be sent again', async (_, change, reason) => {
    const { world } = stage;
    const { id, eko } = await openedByBoth(world);
    const before = await world.record();
    const answer = await eko.sign(change);
    const html = await answer.text();
    expect(answer.status).toBe(422);
    expect(html).toContain(messageOf(reason));
    expect(html).toContain('name="passphrase"');
    expect(await world.record()).toEqual(before);
    expect(await signaturesOf(world, id)).toEqual([]);
  });

  test.each([
    ['consent', { consent: '' }],
    ['the right file', { sha256: 'A'.repeat(64) }],
  ])('without %s; the provider is not even asked', async (_, change) => {
    const { world, bsre } = stage;
    const { id, eko } = await openedByBoth(world);
    const asked = bsre.paths.length;
    await eko.sign({ passphrase: PASSPHRASE, ...change });
    expect(bsre.paths).toHaveLength(asked);
    expect(await signaturesOf(world, id)).toEqual([]);
  });
});

describe(`${EKO} signs in the end, once, though the provider first`, () => {
  test.each<[Fault, Reason]>([
    ['fails', 'certifierFault'],
    ['malformed', 'certifierFault'],
    ['otherForm', 'certifierFault'],
    ['changesBytes', 'certifierFault'],
    ['signsAnotherFile', 'certifierFault'],
    ['doesNotSign', 'certifierFault'],
    ['hangsUpAfterSigning', 'certifierSilent'],
  ])('%s', async (fault, reason) => {
    const { world, bsre } = stage;
    const { id, eko } = await openedByBoth(world);
    const { rows } = await world.record();
    bsre.desk.fault = fault;
    await expectNotice(await eko.sign({ passphrase: PASSPHRASE }), 503, reason);
    expect((await world.record()).rows).toEqual(rows);
    bsre.desk.fault = undefined;
    expect((await eko.sign({ passphrase: PASSPHRASE })).status).toBe(303);
    expect(await signaturesOf(world, id)).toHaveLength(1);
  });
});

describe('a passphrase that is guessed', () => {
  const WRONG = { passphrase: 'keliru' };
  /** Many more than may be tried. */
  const GUESSES = 3 * SEATS.passphrase;

  afterEach(() => {
    vi.restoreAllMocks();
    stage.plain.time.now = START;
  });

  test('at one moment from one session is tried no more often than that', async () => {
    const { world, signatures } = stage;
    const { eko } = await openedByBoth(world);
    const form = { ...(await eko.form()), ...WRONG };
    const asked = signatures();
    const answers = await Promise.all(
      Array.from({ length: GUESSES }, () => eko.post('/sign', form)),
    );
    const tried = signatures() - asked;
    expect(tried).toBeGreaterThan(0);
    expect(tried).toBeLessThanOrEqual(SEATS.passphrase);
    const told = answers.map(({ status }) => status).sort();
    expect(told).toEqual([...Array(tried).fill(422), ...Array(GUESSES - tried).fill(429)]);
  });

  test('is not even asked for in the end, the right one included, until the next window', async () => {
    const { world, signatures } = stage;
    const { id, eko, tri } = await openedByBoth(world);
    const form = { ...(await eko.form()), ...WRONG };
    const asked = signatures();
    while (signatures() - asked < SEATS.passphrase) await eko.post('/sign', form);
    const paths = stage.bsre.paths.length;
    const answer = await eko.sign({ passphrase: PASSPHRASE });
    expect(answer.headers.get('retry-after')).toBe(String(WINDOW_SECONDS));
    await expectNotice(answer, 429, 'tooMany');
    expect(stage.bsre.paths).toHaveLength(paths);
    expect((await tri.sign({ passphrase: PASSPHRASE })).status).toBe(303);
    world.time.now = later(START, WINDOW_SECONDS * 1000);
    expect((await eko.sign({ passphrase: PASSPHRASE })).status).toBe(303);
    expect(await signaturesOf(world, id)).toHaveLength(2);
  });

  test('does not keep back who signs many: each right one begins a new count', async () => {
    const { plain, worldWith } = stage;
    const ofOne: Limiter = {
      take: (ask) =>
        plain.limiter.take(ask.key.startsWith('passphrase') ? { ...ask, seats: 1 } : ask),
    };
    const world = worldWith({ limiter: ofOne });
    const body = severalFor();
    const agency = { ...Object(body['agency']), certifier: 'bsre' };
    const { ids, who } = await seated(world, { ...body, agency });
    const right = { passphrase: PASSPHRASE, nik: NIK };
    for (const [index] of ids.entries())
      expect((await who.sign(right, `?dokumen=${index + 1}`)).status).toBe(303);
    const other = await seated(world, { ...body, agency });
    expect((await other.who.sign({ ...right, ...WRONG }, '?dokumen=1')).status).toBe(422);
    for (const query of ['?dokumen=1', '?dokumen=2'])
      expect((await other.who.sign(right, query)).status).toBe(429);
  });

  test('is not tried at all when it cannot be counted', async () => {
    const { bsre, worldWith, plain } = stage;
    const down: Limiter = {
      take: (ask) =>
        ask.key.startsWith('passphrase')
          ? Promise.reject(new Error('down'))
          : plain.limiter.take(ask),
    };
    const { id, eko } = await openedByBoth(worldWith({ limiter: down }));
    const [paths, messages] = [bsre.paths.length, logMessages()];
    await expectNotice(await eko.sign({ passphrase: PASSPHRASE }), 503, 'contended');
    expect(bsre.paths).toHaveLength(paths);
    expect(messages).toEqual(['attempt not counted']);
    expect(await signaturesOf(plain, id)).toEqual([]);
  });
});
