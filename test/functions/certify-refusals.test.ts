/** Who cannot sign with a certificate is told why, and no answer of a provider is taken on trust. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Fault } from '../fakes/bsre.ts';
import { EKO, NIK, openedByBoth, PASSPHRASE, startCertified } from './certified.ts';
import { signaturesOf } from './flow.ts';
import { expectNotice, messageOf, type Reason } from './page.ts';

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
