/**
 * Copies what esbuild cannot see into a room's asset: `node infra/pack.ts <asset folder> <kit>...`.
 * Paths stay as they are in the project, so that the bundle finds a package by its usual name.
 */
import { constants, cpSync, readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { unpackChromium } from '../functions/adapters/chromium-unpack.ts';
import type { Kit } from './rooms.ts';

const PROJECT = fileURLToPath(new URL('..', import.meta.url));

const CHROMIUM = 'node_modules/@sparticuz/chromium';
const FONT_PACKAGES = ['source-serif-4', 'source-sans-3'];
/** The subsets that Indonesian and its people's names need, in the styles of the documents. */
const FONT_FILE = /-latin(-ext)?-(400|600|700)-normal\.woff2$/;

/** What is copied, below the project, and where to, below the asset; by default to the same path. */
type Copy = { readonly from: string; readonly to?: string };

function fontCopies(name: string): readonly Copy[] {
  const home = `node_modules/@fontsource/${name}`;
  const files = readdirSync(join(PROJECT, home, 'files')).filter((file) => FONT_FILE.test(file));
  const paths = [`${home}/package.json`, ...files.map((file) => `${home}/files/${file}`)];
  return paths.map((from) => ({ from }));
}

/**
 * Chromium goes unpacked: a cold start that has to inflate it takes 4.3 times as long with brotli,
 * and twice as long with zstd. It is unpacked where the laptop has it too, so that it is done once.
 */
async function chromiumCopies(): Promise<readonly Copy[]> {
  const { executable } = await unpackChromium(join(PROJECT, '.piagam/chromium'));
  const home = relative(PROJECT, dirname(executable));
  const parts = ['chromium', 'lib', 'fonts', 'fonts.conf'];
  return [
    { from: `${CHROMIUM}/package.json` },
    ...parts.map((name) => ({ from: join(home, name), to: `${CHROMIUM}/bin/${name}` })),
  ];
}

const COPIES: Readonly<Record<Kit, () => Promise<readonly Copy[]>>> = {
  templates: async () => [{ from: 'templates' }],
  fonts: async () => FONT_PACKAGES.flatMap(fontCopies),
  chromium: chromiumCopies,
};

const isKit = (name: string): name is Kit => name in COPIES;

async function pack(asset: string, kits: readonly string[]): Promise<void> {
  for (const kit of kits) {
    if (!isKit(kit)) throw new Error(`no such kit: ${kit}`);
    for (const { from, to = from } of await COPIES[kit]()) {
      const mode = constants.COPYFILE_FICLONE;
      cpSync(join(PROJECT, from), join(asset, to), { recursive: true, mode });
    }
  }
}

const [asset, ...kits] = process.argv.slice(2);
if (asset === undefined) throw new Error('usage: node infra/pack.ts <asset folder> <kit>...');
await pack(asset, kits);
