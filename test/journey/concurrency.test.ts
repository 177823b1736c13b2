import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { confirm, openLink, signLink } from '../../infra/local/demo/signatory.ts';
import { readInbox } from '../../infra/local/engines/smtp.ts';
import { commitsOf, expectNoLetterTwice, expectWhole } from './audit.ts';
import { crowd, pile } from './event.ts';
import { eventually, lettersTo, linkIn, openStage, type Stage, untilStatus } from './stage.ts';

const SIMULTANEOUS_SIGNS = 50;
const CROWD = 20;
const PILE = 12;

describe('many at once', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage.close());

  it(`${SIMULTANEOUS_SIGNS} simultaneous signs of one link leave one signature`, async () => {
    const { api, host, token } = stage;
    const declared = await api.declare(crowd(2));
    const id = declared.documents[0]?.id ?? '';
    const letter = await eventually('the invitation', async () =>
      (await lettersTo(host.inbox, 'orang1@example.test')).at(0),
    );
    const link = linkIn(letter);
    const cookie = await openLink(link);
    const html = await (await fetch(link, { headers: { cookie } })).text();
    const value = (name: string): string =>
      new RegExp(`name="${name}"[^>]*value="([^"]*)"`).exec(html)?.[1] ?? '';
    const form = {
      sha256: value('sha256'),
      consentVersion: value('consentVersion'),
      consent: 'yes',
    };
    const answers = await Promise.all(
      Array.from({ length: SIMULTANEOUS_SIGNS }, () => confirm(link, cookie, form)),
    );
    expect(answers).toEqual(Array(SIMULTANEOUS_SIGNS).fill(303));
    const events = (await commitsOf(host.url, token, id)).flatMap((commit) => commit.events);
    expect(events.filter(({ type }) => type === 'SignerSigned')).toHaveLength(1);
    // Else the receipt of this signature is taken for one of the letters that are counted next.
    await host.idle();
  });

  it(`${CROWD} signatories of one document at once are all recorded, and one seal follows`, async () => {
    const { api, host, token } = stage;
    const before = new Set((await readInbox(host.inbox)).map(({ id }) => id));
    const declared = await api.declare(crowd(CROWD));
    const id = declared.documents[0]?.id ?? '';
    const letters = await eventually(`${CROWD} invitations`, async () => {
      const fresh = (await readInbox(host.inbox)).filter((mail) => !before.has(mail.id));
      return fresh.length === CROWD && fresh;
    });
    await Promise.all(letters.map((letter) => signLink(linkIn(letter))));
    await untilStatus(api, declared.id, 'sealed');
    await host.idle();
    expectWhole(await commitsOf(host.url, token, id), CROWD);
    expectNoLetterTwice(await readInbox(host.inbox));
  });

  it(`${PILE} documents printed side by side bring their signatory one letter`, async () => {
    const { api, host, token } = stage;
    const declared = await api.declare(pile(PILE));
    await untilStatus(api, declared.id, 'signing');
    await host.idle();
    const letters = await lettersTo(host.inbox, 'pimpinan@example.test');
    expect(letters).toHaveLength(1);
    const [link = ''] = letters.map(linkIn);
    expect(await signLink(link)).toEqual({ signed: PILE, waiting: false });
    await untilStatus(api, declared.id, 'sealed');
    await host.idle();
    for (const { id } of declared.documents) expectWhole(await commitsOf(host.url, token, id), 1);
    expectNoLetterTwice(await readInbox(host.inbox));
  });
});
