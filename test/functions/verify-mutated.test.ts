/** Files that somebody has tampered with: never a fault of ours, never one that passes for genuine. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { dice, type Roll } from '../samples/dice.ts';
import { type OnRecord, onRecord } from './on-record.ts';
import { upload } from './upload.ts';
import { sha256, startWorld, type TestWorld } from './world.ts';

const RUNS = 2000;
const AT_ONCE = 8;
const SEED = 20461121;
/** Between two files, so that nobody is told to wait. */
const PAUSE_MS = 10_000;

/** What only a file on record may be called. */
const GENUINE = new Set(['intact', 'earlier', 'unsealed']);

const Told = z.object({ verdict: z.string(), sha256: z.string() });

let world: TestWorld;
let ours: OnRecord;
/** A file may by chance be cut back to what it was made of. */
let onFile: ReadonlySet<string>;
beforeAll(async () => {
  world = await startWorld();
  ours = await onRecord(world, { upgrade: true });
  onFile = new Set([ours.unsigned, ours.sealed, ours.upgraded].map(sha256));
});
afterAll(() => world.stop());

type Mutation = (file: Buffer, roll: Roll) => Buffer;

const replaced = (file: Buffer, at: number, length: number, by: Buffer): Buffer =>
  Buffer.concat([file.subarray(0, at), by, file.subarray(at + length)]);

const noise = (roll: Roll, length: number): Buffer =>
  Buffer.from(Array.from({ length }, () => roll(256)));

/** Where a text stands, if it is there; else anywhere. */
function placeOf(file: Buffer, text: string, roll: Roll): number {
  const at = file.lastIndexOf(text);
  return at < 0 ? roll(file.length) : at + text.length;
}

/** Words that readers of PDF act upon. */
const WORDS = ['/ByteRange', '/Contents', 'startxref', '%%EOF', '/Prev', 'endobj', '/Type /Sig'];

const MUTATIONS: readonly Mutation[] = [
  (file, roll) => replaced(file, roll(file.length), 1, noise(roll, 1)),
  (file, roll) => replaced(file, roll(file.length), 1 + roll(64), noise(roll, 1 + roll(64))),
  (file, roll) => file.subarray(0, roll(file.length)),
  (file, roll) => file.subarray(roll(file.length)),
  (file, roll) => Buffer.concat([file, noise(roll, 1 + roll(200))]),
  (file, roll) => Buffer.concat([file, file.subarray(roll(file.length))]),
  (file, roll) => replaced(file, roll(file.length), roll(2000), Buffer.alloc(0)),
  (file, roll) => {
    const word = WORDS[roll(WORDS.length)] ?? '';
    const digits = Buffer.from(String(roll(10 ** (1 + roll(15)))));
    return replaced(file, placeOf(file, word, roll) + roll(40), 1 + roll(6), digits);
  },
  (file, roll) => {
    const word = WORDS[roll(WORDS.length)] ?? '';
    return replaced(file, placeOf(file, word, roll) - word.length, word.length, Buffer.from('/X'));
  },
  (file, roll) => Buffer.from(file.toString('latin1').replaceAll('0', String(roll(10))), 'latin1'),
];

function mutated(roll: Roll): Buffer {
  const files = [ours.sealed, ours.upgraded, ours.unsigned];
  let file: Buffer = Buffer.from(files[roll(files.length)] ?? ours.sealed);
  for (let times = 1 + roll(3); times > 0; times -= 1)
    file = (MUTATIONS[roll(MUTATIONS.length)] ?? ((same) => same))(file, roll);
  return file;
}

/** What is wrong with the answer to a file, if anything. */
async function faultOf(file: Buffer): Promise<string | undefined> {
  world.time.now = new Date(Date.parse(world.time.now) + PAUSE_MS).toISOString();
  const response = await upload(world.archive, file);
  if (file.length === 0) return response.status === 400 ? undefined : 'an empty file was judged';
  if (response.status !== 200) return `answered ${response.status}`;
  const told = Told.parse(await response.json());
  if (told.sha256 !== sha256(file)) return 'judged another file';
  return GENUINE.has(told.verdict) === onFile.has(told.sha256)
    ? undefined
    : `called ${told.verdict}`;
}

test(`${RUNS} files made of ours by chance are judged, and none passes for genuine`, async () => {
  const roll = dice(SEED);
  const files = Array.from({ length: RUNS }, () => mutated(roll));
  const faults: string[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    for (let run = next++; run < RUNS; run = next++) {
      const fault = await faultOf(files[run] ?? Buffer.alloc(0));
      if (fault !== undefined) faults.push(`run ${run}: ${fault}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  expect(faults).toEqual([]);
});

test('the same files unspoilt pass, so that the test above can fail', async () => {
  const verdicts = await Promise.all(
    [ours.sealed, ours.upgraded, ours.unsigned].map(async (file) =>
      Told.parse(await (await upload(world.archive, file)).json()),
    ),
  );
  expect(verdicts.map(({ verdict }) => verdict)).toEqual(['earlier', 'intact', 'unsealed']);
});
