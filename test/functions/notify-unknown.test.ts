/** An address that no mail system takes: on record as such, and written to no more. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { progressOf } from '../../functions/domain/document.ts';
import { documentsWith, eventsOf, invited, stateOf } from './flow.ts';
import { DAY_MS, pass, sentTo, swept } from './letters.ts';
import { charterFor } from './request.ts';
import { invitedTrio } from './several.ts';
import { startWorld, type TestWorld } from './world.ts';

const EKO = 'orang1@example.test';
const HEAD_ADDRESS = 'kepala@example.test';

let world: TestWorld;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.stop());

const charter = () => charterFor(['Eko', 'Tri']);

const purposes = async (id: string, address: string) =>
  (await sentTo(world, id, address)).map(({ about }) => about?.purpose);

describe('an address that does not exist', () => {
  test('is on record as such, is written to no more, and holds nobody up', async () => {
    world.post.unknown.add(EKO);
    const id = await invited(world, charter());
    pass(world, 20 * DAY_MS);
    await swept(world, id);
    expect(await sentTo(world, id, EKO)).toEqual([]);
    expect(await purposes(id, 'orang2@example.test')).toContain('reminder');
    expect(progressOf(await stateOf(world, id), 1).undelivered).toMatchObject({
      trouble: 'bounced',
      purpose: 'invitation',
      code: '550 5.1.1',
    });
    expect((await eventsOf(world, id)).filter(({ type }) => type === 'MailBounced')).toHaveLength(
      1,
    );
  });

  test('of one letter is that of all documents of the person', async () => {
    world.post.unknown.add(HEAD_ADDRESS);
    const ids = await invitedTrio(world);
    for (const id of documentsWith(ids[0]))
      expect(progressOf(await stateOf(world, id), 1).undelivered?.trouble).toBe('bounced');
  });
});
