/** `npm run bench -- [render|seal|soak|journey|ceremony]`: ratios between ways of doing the same work; never a test. */
import { benchCeremony } from './ceremony.ts';
import { benchJourney } from './journey.ts';
import { benchRender } from './render.ts';
import { publish } from './results.ts';
import { benchSeal } from './seal.ts';
import { benchSoak } from './soak.ts';

const BENCHES = {
  render: benchRender,
  seal: benchSeal,
  soak: benchSoak,
  journey: benchJourney,
  ceremony: benchCeremony,
} as const;

type Name = keyof typeof BENCHES;

const USAGE = 'usage: npm run bench -- [render|seal|soak|journey|ceremony]';

const isName = (text: string): text is Name => Object.hasOwn(BENCHES, text);

const tell = (line: string): void => void process.stderr.write(`  ${line}\n`);

function chosen(args: readonly string[]): readonly Name[] {
  if (!args.every(isName)) throw new Error(USAGE);
  return args.length > 0 ? args : ['render', 'seal', 'journey'];
}

async function bench(): Promise<void> {
  for (const name of chosen(process.argv.slice(2))) await publish(name, await BENCHES[name](tell));
}

// The host's Chromium stays warm for as long as the process lives, so the process ends by decision.
bench().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
