/** A link is sent again: one person gets one new link, good for all documents not yet signed or ended. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CONSENT } from '../../functions/domain/consent.ts';
import { postCommand, problemOf } from './admin-caller.ts';
import {
  documentsWith,
  eventsOf,
  invited,
  lettersTo,
  linkHolder,
  notifyAll,
  stateOf,
  tokenOf,
} from './flow.ts';
import { altered } from './request.ts';
import { ORIGIN, signatoryAt } from './signatory.ts';
import { startWorld, type TestWorld } from './world.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const resend = (id: string, body: unknown) =>
  postCommand(world, `/v1/documents/${id}/resend`, { body });

const HEAD = {
  name: 'Siti Rahmawati, S.Sos.',
  position: 'Kepala Dinas Satu',
  email: 'kepala@example.test',
};

/** A charter that the head of the unit signs first, and a pledge that the head signs second. */
async function both(): Promise<{ readonly charter: string; readonly pledge: string }> {
  const charter = await invited(world, altered(['pledges.0.superior', HEAD]));
  const [, pledge = ''] = documentsWith(charter);
  return { charter, pledge };
}

/** Records a signature as the signing room does. */
async function signs(id: string, signer: number): Promise<void> {
  const { unsigned } = await stateOf(world, id);
  const command = { type: 'sign', signer, round: 1, consent: CONSENT, origin: ORIGIN } as const;
  const sha256 = unsigned?.sha256 ?? '';
  const outcome = await world.execute(id, { ...command, sha256 }, { type: 'signer', signer });
  if (!outcome.ok) throw new Error(outcome.refusal.reason);
}

const roundsOn = async (id: string): Promise<readonly number[]> => {
  const { draft, progress } = await stateOf(world, id);
  return draft.signers.map(({ number }) => progress[number]?.round ?? 1);
};

describe('a person who is sent a link again', () => {
  test.each([
    ['charter', 1],
    ['pledge', 2],
  ] as const)('gets a new round on all documents, asked by the %s', async (asked, signer) => {
    const documents = await both();
    const response = await resend(documents[asked], { signer });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ id: documents[asked] });
    expect(await roundsOn(documents.charter)).toEqual([2, 1, 1]);
    expect(await roundsOn(documents.pledge)).toEqual([1, 2]);
  });

  test('gets one letter with one link, and the earlier link ends', async () => {
    const { charter } = await both();
    const before = tokenOf(world, charter, 1);
    await resend(charter, { signer: 1 });
    await notifyAll(world, charter);
    expect(lettersTo(world, charter, 1)).toHaveLength(2);
    expect(tokenOf(world, charter, 1)).not.toBe(before);
    expect((await signatoryAt(world, before).open()).status).toBe(410);
    expect((await linkHolder(world, charter, 1).open()).status).toBe(303);
  });

  test('gets it once when the request names the round to end, however often it comes', async () => {
    const { charter, pledge } = await both();
    for (let times = 0; times < 3; times += 1)
      expect((await resend(charter, { signer: 1, round: 1 })).status).toBe(200);
    expect(await roundsOn(charter)).toEqual([2, 1, 1]);
    expect(await roundsOn(pledge)).toEqual([1, 2]);
  });

  test('may have to wait for others first: the new link is good from then on', async () => {
    const { charter } = await both();
    expect((await resend(charter, { signer: 3 })).status).toBe(200);
    expect(await roundsOn(charter)).toEqual([1, 1, 2]);
  });

  test('keeps the documents that are signed as they are', async () => {
    const { charter, pledge } = await both();
    await signs(charter, 1);
    expect((await resend(pledge, { signer: 2 })).status).toBe(200);
    expect(await roundsOn(charter)).toEqual([1, 1, 1]);
    expect(await roundsOn(pledge)).toEqual([1, 2]);
  });

  test('keeps the documents that are ended as they are', async () => {
    const { charter, pledge } = await both();
    await postCommand(world, `/v1/documents/${pledge}/void`, { body: { reason: 'Salah nama' } });
    expect((await resend(charter, { signer: 1 })).status).toBe(200);
    expect(await roundsOn(charter)).toEqual([2, 1, 1]);
    expect(await roundsOn(pledge)).toEqual([1, 1]);
  });
});

describe('no link is sent again', () => {
  test.each([
    ['to a signatory that the document does not have', { signer: 99 }, 404],
    ['to no number', { signer: 'satu' }, 422],
    ['to number zero', { signer: 0 }, 422],
    ['to nobody', {}, 422],
    ['for a round of zero', { signer: 1, round: 0 }, 422],
    ['with something unknown', { signer: 1, force: true }, 422],
  ])('%s', async (_, body, status) => {
    const { charter, pledge } = await both();
    const response = await resend(charter, body);
    expect(response.status).toBe(status);
    await problemOf(response);
    for (const id of [charter, pledge])
      expect(await eventsOf(world, id)).not.toContainEqual(
        expect.objectContaining({ type: 'LinkRenewed' }),
      );
  });

  test('for a document that the person has signed', async () => {
    const { charter, pledge } = await both();
    await signs(charter, 1);
    expect((await resend(charter, { signer: 1 })).status).toBe(409);
    expect(await roundsOn(pledge)).toEqual([1, 1]);
  });

  test('for a document that has ended', async () => {
    const { charter, pledge } = await both();
    await postCommand(world, `/v1/documents/${charter}/void`, { body: { reason: 'Salah nama' } });
    expect((await resend(charter, { signer: 1 })).status).toBe(410);
    expect(await roundsOn(pledge)).toEqual([1, 1]);
  });

  test.each(['0000000000000000', 'x'])('for a document that does not exist: %s', async (id) => {
    expect((await resend(id, { signer: 1 })).status).toBe(404);
  });
});
