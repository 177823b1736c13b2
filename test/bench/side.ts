/**
 * One side of a race in a process of its own: `node side.ts <side>`.
 *
 * Nobody meets the garbage of the others. It tells the names of its contestants and the sheets of
 * their prints; asked to run a round with one of them, it does and tells the milliseconds. It ends
 * when nobody listens any more.
 */
import { TEAMS } from './prints.ts';
import { type Answer, SIDES, type Turn } from './sides.ts';

const side = SIDES.find((each) => each === process.argv[2]);
if (side === undefined) throw new Error(`no side is called "${process.argv[2]}"`);

const answer = (message: Answer): unknown => process.send?.(message);

const { contestants, sheets, close } = await TEAMS[side]();
process.once('disconnect', async () => {
  await close();
  process.exit(0);
});
process.on('message', async ({ contestant, round }: Turn) => {
  answer({ ms: (await contestants[contestant]?.run(round)) ?? Number.NaN });
});
answer({ names: contestants.map((each) => each.name), sheets });
