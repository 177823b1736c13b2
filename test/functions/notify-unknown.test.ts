/** An address that no mail system takes: on record as such, and written to no more. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { progressOf } from '../../functions/domain/document.ts';
import { linkRequestId } from '../../functions/domain/link-request.ts';
import { sendAgain } from '../../functions/notify/again.ts';
import { notify } from '../../functions/notify/notify.ts';
import { getAs } from './admin-caller.ts';
import { asksForLink, openedBoard } from './board-caller.ts';
import { documentsWith, eventsOf, holderOf, invited, linked, notifyAll, stateOf } from './flow.ts';
import { DAY_MS, HOUR_MS, pass, sentTo, swept } from './letters.ts';
import { logMessages } from './log-messages.ts';
import { altered, charterFor } from './request.ts';
import { invitedTrio } from './several.ts';
import { startWorld, type TestWorld } from './world.ts';

const EKO = 'orang1@example.test';
const HEAD_ADDRESS = 'kepala@example.test';
const ADMIN = { type: 'admin', subject: 'rina' } as const;

let world: TestWorld;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => {
  vi.restoreAllMocks();
  return world.stop();
});

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

const troubleOf = async (id: string) => progressOf(await stateOf(world, id), 1).undelivered;

/** How letters have fared, as admins are told. */
async function told(id: string): Promise<unknown> {
  const { declarationId } = (await stateOf(world, id)).draft;
  return (await getAs(world.admin, `/v1/declarations/${declarationId}/progress`)).json();
}

const unreachable = (trouble: object) => ({
  letters: { unreachable: [{ email: HEAD_ADDRESS, ...trouble }] },
});

describe('an address that is refused after the invitation', () => {
  test('to a letter that is sent again: on record, done with, and not tried again', async () => {
    const { charter, id } = await openedBoard(world);
    const wish = async (): Promise<void> => {
      await asksForLink(world, id, { email: HEAD_ADDRESS });
      await sendAgain(world, linkRequestId(holderOf(charter, 1)));
    };
    world.post.unknown.add(HEAD_ADDRESS);
    const logged = logMessages();
    await wish();
    expect(logged).toEqual([]);
    const trouble = { trouble: 'bounced', purpose: 'invitation', code: '550 5.1.1' };
    expect(await troubleOf(charter)).toMatchObject(trouble);
    expect(await told(charter)).toMatchObject(unreachable(trouble));
    world.post.unknown.delete(HEAD_ADDRESS);
    pass(world, HOUR_MS);
    const sent = world.post.letters.length;
    await wish();
    expect(world.post.letters).toHaveLength(sent);
    await world.execute(charter, { type: 'renewLink', signer: 1 }, ADMIN);
    await notifyAll(world, charter);
    expect((await sentTo(world, charter, HEAD_ADDRESS)).length).toBeGreaterThan(1);
  });

  test('to a one-time code: on record, done with, and no other code is mailed', async () => {
    const { id, who } = await linked(world, altered(['agency.identity', { mailCode: true }]));
    await who.open();
    world.post.unknown.add(HEAD_ADDRESS);
    await who.post('/code');
    const logged = logMessages();
    await notify(world, id);
    expect(logged).toEqual([]);
    const trouble = { trouble: 'bounced', purpose: 'code', code: '550 5.1.1' };
    expect(await troubleOf(id)).toMatchObject(trouble);
    expect(await told(id)).toMatchObject(unreachable(trouble));
    world.post.unknown.delete(HEAD_ADDRESS);
    const sent = world.post.letters.length;
    await notify(world, id);
    expect(world.post.letters).toHaveLength(sent);
    expect(JSON.stringify(await eventsOf(world, id))).not.toContain('CodeMailed');
    pass(world, HOUR_MS);
    await who.open();
    const page = await who.post('/code');
    expect(page.status).toBe(409);
    expect(await page.text()).toContain('kode tidak dapat dikirim');
    const asked = (await eventsOf(world, id)).filter(({ type }) => type === 'CodeRequested');
    expect(asked).toHaveLength(1);
  });

  test('only for now is tried again, and is no trouble on record', async () => {
    const { id, who } = await linked(world, altered(['agency.identity', { mailCode: true }]));
    await who.open();
    world.post.closedTo.add(HEAD_ADDRESS);
    await who.post('/code');
    logMessages();
    await expect(notify(world, id)).rejects.toThrow();
    expect(await troubleOf(id)).toBeUndefined();
    world.post.closedTo.delete(HEAD_ADDRESS);
    await notify(world, id);
    expect((await eventsOf(world, id)).at(-1)).toMatchObject({ type: 'CodeMailed', code: 1 });
  });
});
