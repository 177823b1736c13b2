/** What Amazon SES tells of letters that came back is on record with each document they were about. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { recordBounce } from '../../functions/bounce/bounce.ts';
import { progressOf } from '../../functions/domain/document.ts';
import { eventsOf, stateOf } from './flow.ts';
import { sentTo } from './letters.ts';
import { invitedTrio, renewed } from './several.ts';
import { startWorld, type TestWorld } from './world.ts';

const HEAD_ADDRESS = 'kepala@example.test';

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

/** As EventBridge passes on what SES publishes, shortened by headers alone. */
const sesEvent = (detailType: string, detail: object, tags: object) => ({
  version: '0',
  id: '3bd2d6b5-6e0f-4c6e-9b0a-6f2b6c8f1e11',
  'detail-type': detailType,
  source: 'aws.ses',
  account: '111122223333',
  time: '2046-11-21T03:05:00Z',
  region: 'ap-southeast-3',
  resources: ['arn:aws:ses:ap-southeast-3:111122223333:configuration-set/piagam'],
  detail: {
    ...detail,
    mail: {
      timestamp: '2046-11-21T03:00:00.000Z',
      source: 'zi@contoh.test',
      sendingAccountId: '111122223333',
      messageId: '0100019b-6d4e-4a2e-8d53-000000000000',
      destination: [HEAD_ADDRESS],
      headersTruncated: false,
      tags: { 'ses:configuration-set': ['piagam'], 'ses:from-domain': ['contoh.test'], ...tags },
    },
  },
});

const bounced = (tags: object, bounce: object = {}) =>
  sesEvent(
    'Email Bounced',
    {
      eventType: 'Bounce',
      bounce: {
        bounceType: 'Permanent',
        bounceSubType: 'General',
        bouncedRecipients: [
          {
            emailAddress: HEAD_ADDRESS,
            action: 'failed',
            status: '5.1.1',
            diagnosticCode: `smtp; 550 5.1.1 <${HEAD_ADDRESS}>: user unknown`,
          },
        ],
        timestamp: '2046-11-21T03:04:59.000Z',
        feedbackId: '0100019b-6d4e-4a2e-8d53-000000000001',
        reportingMTA: 'dsn; mail.contoh.test',
        ...bounce,
      },
    },
    tags,
  );

async function invitedHead() {
  const ids = await invitedTrio(world);
  const [letter] = await sentTo(world, ids[0], HEAD_ADDRESS);
  const tags = Object.fromEntries(
    Object.entries(letter?.about ?? {}).map(([name, value]) => [name, [String(value)]]),
  );
  return { ids, tags };
}

const troubleOf = async (id: string) => progressOf(await stateOf(world, id), 1).undelivered;

describe('a letter that came back', () => {
  test('is on record with every document it was about, once, by codes alone', async () => {
    const { ids, tags } = await invitedHead();
    for (let run = 0; run < 2; run += 1) await recordBounce(world, bounced(tags));
    for (const id of ids) {
      expect(await troubleOf(id)).toMatchObject({
        trouble: 'bounced',
        purpose: 'invitation',
        code: 'Permanent General 5.1.1',
      });
      const facts = (await eventsOf(world, id)).filter(({ type }) => type === 'MailBounced');
      expect(facts).toHaveLength(1);
      expect(JSON.stringify(facts)).not.toContain('@');
    }
  });

  test('of a link that has been replaced says nothing of the new one', async () => {
    const { ids, tags } = await invitedHead();
    await renewed(world, [ids[0], 1]);
    await recordBounce(world, bounced(tags));
    for (const id of ids) expect(await troubleOf(id)).toBeUndefined();
  });

  test('is told apart from an absence notice', async () => {
    const { ids, tags } = await invitedHead();
    await recordBounce(world, bounced(tags, { bounceType: 'Transient' }));
    expect(await troubleOf(ids[0])).toBeUndefined();
    const full = { bounceType: 'Transient', bounceSubType: 'MailboxFull' };
    await recordBounce(world, bounced(tags, full));
    expect((await troubleOf(ids[0]))?.code).toBe('Transient MailboxFull 5.1.1');
  });

  test('to an admin concerns no link', async () => {
    const before = await world.record();
    await recordBounce(world, bounced({}));
    expect(await world.record()).toEqual(before);
  });

  test('of a shape that we do not know is a fault, and not forgotten', async () => {
    await expect(recordBounce(world, { detail: { eventType: 'Open' } })).rejects.toThrow();
  });
});

test('a letter called spam is on record as that', async () => {
  const { ids, tags } = await invitedHead();
  const complaint = { complaintFeedbackType: 'abuse', userAgent: 'Yahoo!-Mail-Feedback/2.0' };
  const event = { eventType: 'Complaint', complaint };
  await recordBounce(world, sesEvent('Email Complaint Received', event, tags));
  expect(await troubleOf(ids[0])).toMatchObject({ trouble: 'complained', code: 'abuse' });
});
