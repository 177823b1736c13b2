/** Cold starts: from the start of a process to its first PDF on disk, ours as bundled for Lambda. */
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { unpackChromium } from '../../functions/adapters/chromium-unpack.ts';
import { CHROMIUM, charterHtml } from './charter.ts';
import { type Contestant, race, timed } from './race.ts';
import { NAMES } from './reach.ts';
import type { Measurement } from './results.ts';

const ROUNDS = 7;

const ROOT = join(import.meta.dirname, '../..');
const PACKED = 'node_modules/@sparticuz/chromium/bin';
/** What the fonts are made of where Chromium is unpacked. */
const FONTS = ['node_modules/@expo-google-fonts', 'node_modules/subset-font'];

const run = promisify(execFile);

/** Packages that are CommonJS inside call `require`, which an ES module does not have. */
const REQUIRE = "import{createRequire as r}from'node:module';const require=r(import.meta.url);";

async function bundle(asset: string): Promise<void> {
  await build({
    entryPoints: [join(import.meta.dirname, 'cold-ours.ts')],
    outfile: join(asset, 'index.mjs'),
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'esm',
    external: ['subset-font'],
    mainFields: ['module', 'main'],
    banner: { js: REQUIRE },
  });
  await run(process.execPath, [join(ROOT, 'infra/pack.ts'), asset, 'templates', 'chromium']);
}

/** The same asset with Chromium as the package ships it, for which every start inflates it. */
async function withPacked(asset: string, other: string): Promise<void> {
  await cp(asset, other, { recursive: true });
  await rm(join(other, PACKED), { recursive: true });
  for (const name of [PACKED, ...FONTS]) await symlink(join(ROOT, name), join(other, name));
}

type Start = (folder: string) => Promise<unknown>;

/** Every start finds an empty folder, as in a new sandbox. */
const contestant = (name: string, home: string, start: Start): Contestant => ({
  name,
  async run() {
    const folder = await mkdtemp(join(home, 'start-'));
    const ms = await timed(() => start(folder));
    const files = await readdir(folder);
    if (!files.includes('out.pdf')) throw new Error(`${name} made no file`);
    await rm(folder, { recursive: true, maxRetries: 8 });
    return ms;
  },
});

const ours =
  (asset: string): Start =>
  (folder) =>
    run(process.execPath, [join(asset, 'index.mjs'), join(folder, 'out.pdf')], {
      env: { PATH: process.env['PATH'], TMPDIR: folder },
    });

/** With our unpacked libraries, which the package brings along for Lambda alone. */
async function plain(html: string): Promise<Start> {
  const { libraries } = await unpackChromium(CHROMIUM);
  const script = join(import.meta.dirname, 'cold-plain.ts');
  return (folder) =>
    run(process.execPath, [script, html, join(folder, 'out.pdf')], {
      env: { PATH: process.env['PATH'], TMPDIR: folder, LD_LIBRARY_PATH: libraries },
    });
}

export async function benchCold(tell: (line: string) => void): Promise<Measurement> {
  const home = await mkdtemp(join(tmpdir(), 'bench-cold-'));
  const [unpacked, packed] = [join(home, 'unpacked'), join(home, 'packed')];
  const html = join(home, 'charter.html');
  try {
    await mkdir(unpacked);
    await bundle(unpacked);
    await withPacked(unpacked, packed);
    await writeFile(html, await charterHtml(0));
    const contestants = [
      contestant(NAMES.deployed, home, ours(unpacked)),
      contestant('the same, Chromium packed with brotli', home, ours(packed)),
      contestant(NAMES.plain, home, await plain(html)),
    ];
    const standings = await race(contestants, ROUNDS, (line) => tell(`cold: ${line}`));
    return { what: 'Cold start to the first PDF on disk', rounds: ROUNDS, standings };
  } finally {
    await rm(home, { recursive: true, maxRetries: 8 });
  }
}
