/** Time-stamping authorities: asked in order, and believed only when all of the answer is right. */
import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { readTimestamps, timestamping } from '../../functions/adapters/pades-authority.ts';
import { checkToken, onlySha256, TokenFault } from '../../functions/adapters/pades-token.ts';
import { TimestampFault } from '../../functions/ports-seal.ts';
import { derOf } from '../../infra/local/trust/certificates.ts';
import { readQuery, TRIAL_POLICY } from '../../infra/local/trust/timestamp.ts';
import { LIES, type Lie, makeSigners, type Server, type Signers, startTsa } from '../fakes/tsa.ts';

const IMPRINT = createHash('sha256').update('Piagam').digest();
const imprint = onlySha256(IMPRINT);

/** Long enough for an answer on this machine, short enough to wait for one that never comes. */
const DEADLINE_MS = 2_000;

/** What the fault says of each lie. */
const FAULTS: Readonly<Record<Lie, string>> = {
  'answers another nonce': 'it answers another nonce',
  'answers no nonce': 'it answers another nonce',
  'stamps another imprint': 'it stamps another imprint',
  'stamps under another policy': 'it was made under policy 1.3.6.1.4.1.32473.2',
  'signs with a certificate for seals': 'its certificate is not one for stamping time alone',
  'signs with a use that is not critical': 'its certificate is not one for stamping time alone',
  'signs with a certificate for several uses': 'its certificate is not one for stamping time alone',
  'signs with an expired certificate': 'its certificate was not valid at that time',
  'is unknown to us': 'nobody we trust vouches for Stempel',
  'breaks its signature': 'its signature is not valid',
  'changes the time': 'its content is not what was signed',
  'signs with the key of another': 'its signature is not valid',
  refuses: 'it refused (status 2: tutup)',
  'sends too much': 'it sent more than 65536 bytes',
  'sends no token': 'its reply cannot be read',
  'sends another type': 'it answered with the type text/html',
  'breaks down': 'it answered with status 503',
  'leads elsewhere': 'it cannot be reached',
  'keeps silent': `it did not answer within ${DEADLINE_MS} ms`,
};

let signers: Signers;
let honest: Server;
let trust: readonly Uint8Array[];
const started: Server[] = [];

const start = async (lie: Lie): Promise<Server> => {
  const server = await startTsa(signers, lie);
  started.push(server);
  return server;
};

const asking = (...servers: readonly Pick<Server, 'url'>[]) =>
  timestamping(
    servers.map(({ url }) => ({ url, policy: TRIAL_POLICY })),
    { trust, deadlineMs: DEADLINE_MS },
  );

beforeAll(async () => {
  signers = await makeSigners();
  honest = await startTsa(signers);
  trust = [derOf(signers.root)];
});

afterEach(() => Promise.all(started.splice(0).map((server) => server.stop())));

afterAll(() => honest.stop());

const lies = Object.keys(LIES).filter((name): name is Lie => name in FAULTS);

describe('an authority that', () => {
  test.each(lies)('%s is not believed, and the next one is asked', async (name) => {
    const lie = await start(name);
    const { host } = new URL(lie.url);
    const refused = asking(lie).stamp(IMPRINT);
    await expect(refused).rejects.toThrow(TimestampFault);
    await expect(refused).rejects.toThrow(`${host}: ${FAULTS[name]}`);
    expect((await asking(lie, honest).stamp(IMPRINT)).by).toBe('Stempel');
  });
});

test('a fault names every authority in the order they were asked', async () => {
  const gone = await startTsa(signers);
  await gone.stop();
  const [one, two] = [await start('refuses'), await start('breaks down')];
  const hosts = [gone, one, two].map(({ url }) => new URL(url).host);
  await expect(asking(gone, one, two).stamp(IMPRINT)).rejects.toThrow(
    `No authority gave a timestamp. ${hosts[0]}: it cannot be reached; ` +
      `${hosts[1]}: it refused (status 2: tutup); ${hosts[2]}: it answered with status 503`,
  );
});

test('a fault does not tell the path of an authority, which may hold a key', async () => {
  const lie = await start('refuses');
  const refused = asking({ url: `${lie.url}/kunci-rahasia` }).stamp(IMPRINT);
  await expect(refused).rejects.toThrow(/^(?!.*kunci-rahasia)/);
});

test('the second authority is not asked when the first one answers well', async () => {
  const second = await startTsa(signers);
  started.push(second);
  await asking(honest, second).stamp(IMPRINT);
  expect(second.asked).toHaveLength(0);
});

test('every query has its own nonce of 64 bits or more, and asks for the certificate', async () => {
  const authority = await startTsa(signers);
  started.push(authority);
  await asking(authority).stamp(IMPRINT);
  await asking(authority).stamp(IMPRINT);
  const queries = authority.asked.map(readQuery);
  const nonces = queries.map(({ nonce }) => nonce?.toBigInt() ?? 0n);
  expect(new Set(nonces).size).toBe(2);
  for (const nonce of nonces) expect(nonce > 2n ** 64n).toBe(true);
  expect(queries.map(({ certReq, reqPolicy }) => [certReq, reqPolicy])).toEqual([
    [true, TRIAL_POLICY],
    [true, TRIAL_POLICY],
  ]);
});

test.each(['RSA', 'EC'] as const)(
  'a token signed with an %s key tells time and signer',
  async (type) => {
    const own = await makeSigners(type);
    const authority = await startTsa(own);
    started.push(authority);
    const before = new Date().toISOString();
    const options = { trust: [derOf(own.root)], deadlineMs: DEADLINE_MS };
    const token = await timestamping([{ url: authority.url }], options).stamp(IMPRINT);
    expect(token.by).toBe('Stempel');
    expect(token.at >= before && token.at <= new Date().toISOString()).toBe(true);
    const checked = await checkToken(token.der, { imprint, trust: options.trust });
    expect(checked.chain).toEqual([derOf(own.honest), derOf(own.root)]);
  },
);

test('a token of somebody unknown holds, but is not trusted', async () => {
  const { der } = await asking(honest).stamp(IMPRINT);
  const checked = await checkToken(der, { imprint, trust: [derOf(signers.unknown)] });
  expect(checked).toMatchObject({ isTrusted: false, chain: [derOf(signers.honest)] });
});

test('no changed byte of a token makes it tell another time or signer', async () => {
  const { der } = await asking(honest).stamp(IMPRINT);
  const good = await checkToken(der, { imprint, trust });
  for (const position of der.keys()) {
    const changed = der.slice();
    changed[position] = (changed[position] ?? 0) ^ 1;
    const verdict = await checkToken(changed, { imprint, trust }).catch((fault: unknown) => fault);
    // What no signature covers (versions, the hint to the certificate) is not believed anyway.
    if (verdict instanceof TokenFault) continue;
    expect(verdict).toMatchObject({ at: good.at, by: good.by });
  }
});

describe('the list of authorities', () => {
  const read = (...authorities: readonly object[]) =>
    readTimestamps(JSON.stringify({ authorities }));

  test('keeps their order, policies and headers', () => {
    const one = { url: 'https://tsa.contoh.go.id/', policy: '1.2.3', headers: { 'x-kunci': 'a' } };
    const two = { url: 'http://127.9.8.7:3161/tsa' };
    expect(read(one, two)).toEqual([one, two]);
  });

  test.each([
    ['an address that anybody may listen to', { url: 'http://tsa.contoh.go.id/' }],
    ['a name that only looks like this machine', { url: 'http://127.0.0.1.contoh.go.id/' }],
    ['no address', { url: 'tsa' }],
    ['a policy that is none', { url: 'https://tsa.contoh.go.id/', policy: 'ketat' }],
    ['an unknown setting', { url: 'https://tsa.contoh.go.id/', polciy: '1.2.3' }],
  ])('is refused for %s', (_, authority) => {
    expect(() => read(authority)).toThrow();
  });

  test('is refused without a word of what it says when it is no JSON', () => {
    const broken = '{"authorities":[{"headers":{"authorization":"Bearer kunci-rahasia\'}}]}';
    expect(() => readTimestamps(broken)).toThrow(
      /^the setting of the time-stamping authorities is not JSON$/,
    );
  });

  test.each([0, 4])('is refused when %i are on it', (count) => {
    expect(() => read(...Array(count).fill({ url: 'https://tsa.contoh.go.id/' }))).toThrow();
  });
});
