/**
 * Copies what esbuild cannot see into a room's asset: `node infra/pack.ts <asset folder> <kit>...`.
 * Paths stay as they are in the project, so that the bundle finds a package by its usual name.
 */
import { constants, cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import Handlebars from 'handlebars';
import { unpackChromium } from '../functions/adapters/chromium-unpack.ts';
import { COMPILED, compileOptions } from '../functions/runtime/template.ts';
import type { Kit } from './rooms.ts';

const PROJECT = fileURLToPath(new URL('..', import.meta.url));

const CHROMIUM = 'node_modules/@sparticuz/chromium';

/** What is copied, below the project, and where to, below the asset; by default to the same path. */
type Copy = { readonly from: string; readonly to?: string };

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

/** What pages load of packages. */
const PACKAGED = [
  'node_modules/pdfjs-dist/legacy/build/pdf.min.mjs',
  'node_modules/pdfjs-dist/legacy/build/pdf.worker.min.mjs',
  'node_modules/signature_pad/dist/signature_pad.min.js',
];

const COPIES: Readonly<Record<Kit, () => Promise<readonly Copy[]>>> = {
  templates: async () => [{ from: 'templates' }],
  // Served to browsers as they are (see `runtime/assets.ts`).
  assets: async () => PACKAGED.map((from) => ({ from })),
  chromium: chromiumCopies,
};

/** All templates as code, so that no start has to compile any. */
function compiledTemplates(): string {
  const home = join(PROJECT, 'templates');
  const paths = readdirSync(home, { recursive: true, encoding: 'utf8' });
  const entries = paths
    .filter((path) => path.endsWith('.hbs'))
    .map((path) => {
      const text = readFileSync(join(home, path), 'utf8');
      return `${JSON.stringify(path)}: ${Handlebars.precompile(text, compileOptions(path))}`;
    });
  return `module.exports = {\n${entries.join(',\n')}\n};\n`;
}

const isKit = (name: string): name is Kit => name in COPIES;

async function pack(asset: string, kits: readonly string[]): Promise<void> {
  for (const kit of kits) {
    if (!isKit(kit)) throw new Error(`no such kit: ${kit}`);
    for (const { from, to = from } of await COPIES[kit]()) {
      const mode = constants.COPYFILE_FICLONE;
      cpSync(join(PROJECT, from), join(asset, to), { recursive: true, mode });
    }
    if (kit === 'templates') writeFileSync(join(asset, 'templates', COMPILED), compiledTemplates());
  }
}

const [asset, ...kits] = process.argv.slice(2);
if (asset === undefined) throw new Error('usage: node infra/pack.ts <asset folder> <kit>...');
await pack(asset, kits);
