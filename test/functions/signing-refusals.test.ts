/** Who may not sign, or no longer, is told why; and nothing is recorded. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { CONSENT } from '../../functions/domain/consent.ts';
import { notify } from '../../functions/notify/notify.ts';
import {
  holderOf,
  invited,
  linkHolder,
  opened,
  signaturesOf,
  signs,
  stateOf,
  tokenOf,
} from './flow.ts';
import { expectNotice, messageOf, type Reason } from './page.ts';
import { charterFor } from './request.ts';
import { type Signatory, signatoryAt } from './signatory.ts';
import { later, START, sha256, startWorld, type TestWorld } from './world.ts';

const ADMIN = { type: 'admin', subject: 'rina' } as const;

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());
afterEach(() => {
  world.time.now = START;
});

describe('nothing is signed', () => {
  const refused = async (
    change: Readonly<Record<string, string>>,
    [status, reason]: readonly [number, Reason],
  ): Promise<void> => {
    const { id, who } = await opened(world);
    const before = await world.record();
    const response = await who.sign(change);
    expect(response.status).toBe(status);
    expect(await response.text()).toContain(messageOf(reason));
    expect(await world.record()).toEqual(before);
    expect(await signaturesOf(world, id)).toEqual([]);
  };

  test('without consent; the page says so and can be sent again', () =>
    refused({ consent: '' }, [422, 'consentMissing']));

  test('with a consent that is not the one asked for', () =>
    refused({ consent: 'no' }, [422, 'consentMissing']));

  test.each([
    ['another', sha256('another file')],
    ['no', ''],
    ['almost the right', 'A'.repeat(64)],
  ])('for %s file', (_, sha) => refused({ sha256: sha }, [409, 'wrongFile']));

  test.each(['2025-1', '', 'toString'])('under another wording of the consent: %j', (version) =>
    refused({ consentVersion: version }, [409, 'wrongConsent']),
  );

  test('without a session', async () => {
    const id = await invited(world);
    const form = { consent: 'yes', consentVersion: CONSENT.version, sha256: 'x' };
    const response = await linkHolder(world, id, 1).post('/sign', form);
    expect(response.status).toBe(403);
    expect(await response.text()).toContain(messageOf('sessionExpired'));
    expect(await signaturesOf(world, id)).toEqual([]);
  });

  test.each([
    ['JSON', 'application/json', '{"consent":"yes"}'],
    ['no form', 'text/plain', 'consent=yes'],
    ['nothing', 'application/x-www-form-urlencoded', ''],
    ['half a form', 'multipart/form-data; boundary=x', '--x\r\nContent-Dis'],
  ])('with a request that brings %s', async (_, type, body) => {
    const { id, who } = await opened(world);
    const response = await world.signing.request(`/s/${tokenOf(world, id, 1)}/sign`, {
      method: 'POST',
      headers: { cookie: who.cookie(), 'content-type': type },
      body,
    });
    expect(response.status).toBe(422);
    expect(await response.text()).toContain(messageOf('consentMissing'));
    expect(await signaturesOf(world, id)).toEqual([]);
  });
});

describe('who may not sign is told why, and nothing changes:', () => {
  /** As a browser does, which follows a redirect. */
  async function opensAndLooks(who: Signatory): Promise<Response> {
    const answer = await who.open();
    return answer.status === 303 ? who.get() : answer;
  }

  /** Opens anew, and sends the form that was on the screen before. */
  async function expectTurnedAway(
    id: string,
    who: Signatory,
    [status, reason]: readonly [number, Reason],
  ): Promise<void> {
    const before = await world.record();
    await expectNotice(await opensAndLooks(linkHolder(world, id, 1)), status, reason);
    await expectNotice(await who.get(), status, reason);
    const sha = (await stateOf(world, id)).unsigned?.sha256 ?? '';
    const form = { sha256: sha, consentVersion: CONSENT.version, consent: 'yes' };
    await expectNotice(await who.post('/sign', form), status, reason);
    await expectNotice(await who.decline('x'), status, reason);
    expect(await world.record()).toEqual(before);
  }

  test('out of turn', async () => {
    const id = await invited(world);
    // A link made before its time, as one that a later change of order would leave behind.
    const holder = holderOf(id, 2);
    const who = signatoryAt(world, world.links.token(holder));
    await expectNotice(await who.open(), 404, 'notFound');
    const head = await world.ledger.document(id);
    const linkHash = world.links.hash(world.links.token(holder));
    const issued = { type: 'LinkIssued', signer: 2, round: 1, linkHash } as const;
    await world.ledger.append(id, head, { events: [issued], at: START, by: ADMIN });
    await expectNotice(await who.open(), 409, 'outOfTurn');
    who.setCookie(`piagam_session=${world.links.session(holder, later(START, 1000))}`);
    await expectNotice(await who.get(), 409, 'outOfTurn');
    const form = { consent: 'yes', consentVersion: CONSENT.version, sha256: 'x' };
    await expectNotice(await who.post('/sign', form), 409, 'outOfTurn');
    expect(await signaturesOf(world, id)).toEqual([]);
  });

  test('after the deadline', async () => {
    const { id, who } = await opened(world);
    const { deadline } = (await stateOf(world, id)).draft;
    world.time.now = deadline;
    const onTime = linkHolder(world, id, 1);
    expect((await onTime.open()).status).toBe(303);
    world.time.now = later(deadline, 1);
    who.setCookie(onTime.cookie());
    await expectTurnedAway(id, who, [410, 'expired']);
  });

  test('when the document is void', async () => {
    const { id, who } = await opened(world);
    await world.execute(id, { type: 'void', reason: 'salah' }, ADMIN);
    await expectTurnedAway(id, who, [410, 'voided']);
  });

  test('when somebody else has declined', async () => {
    const { id, who } = await opened(world, charterFor(['Eko', 'Tri']));
    const other = linkHolder(world, id, 2);
    await other.open();
    await other.decline('tidak sesuai');
    await expectTurnedAway(id, who, [410, 'declined']);
  });

  test('through a link that has been replaced; the new one works', async () => {
    const { id, who } = await opened(world);
    const replaced = tokenOf(world, id, 1);
    await world.execute(id, { type: 'renewLink', signer: 1 }, ADMIN);
    await expectTurnedAway(id, who, [410, 'linkReplaced']);
    await notify(world, id);
    expect(tokenOf(world, id, 1)).not.toBe(replaced);
    await signs(world, id, 1);
    expect(await signaturesOf(world, id)).toMatchObject([{ signer: 1, round: 2 }]);
  });

  test('a replaced link is not good again after its holder has signed by the new one', async () => {
    const { id } = await opened(world);
    const replaced = signatoryAt(world, tokenOf(world, id, 1));
    await world.execute(id, { type: 'renewLink', signer: 1 }, ADMIN);
    await notify(world, id);
    await signs(world, id, 1);
    await expectNotice(await replaced.open(), 410, 'linkReplaced');
  });
});
