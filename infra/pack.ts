/**
 * Copies what esbuild cannot see into a room's asset: `node infra/pack.ts <asset folder> <kit>...`.
 * Paths stay as they are in the project, so that the bundle finds a package by its usual name.
 */
import { cpSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Kit } from './rooms.ts';

const PROJECT = fileURLToPath(new URL('..', import.meta.url));

const CHROMIUM = 'node_modules/@sparticuz/chromium';
const FONT_PACKAGES = ['source-serif-4', 'source-sans-3'];
/** The subsets that Indonesian and its people's names need, in the styles of the documents. */
const FONT_FILE = /-latin(-ext)?-(400-normal|400-italic|600-normal|700-normal)\.woff2$/;

const fontPaths = (name: string): string[] => {
  const home = `node_modules/@fontsource/${name}`;
  const files = readdirSync(join(PROJECT, home, 'files')).filter((file) => FONT_FILE.test(file));
  return [`${home}/package.json`, ...files.map((file) => `${home}/files/${file}`)];
};

const PATHS: Readonly<Record<Kit, () => readonly string[]>> = {
  templates: () => ['templates'],
  fonts: () => FONT_PACKAGES.flatMap(fontPaths),
  chromium: () => [
    `${CHROMIUM}/package.json`,
    `${CHROMIUM}/bin/chromium.br`,
    `${CHROMIUM}/bin/al2023.tar.br`,
    `${CHROMIUM}/bin/fonts.tar.br`,
  ],
};

const isKit = (name: string): name is Kit => name in PATHS;

function pack(asset: string, kits: readonly string[]): void {
  for (const kit of kits) {
    if (!isKit(kit)) throw new Error(`no such kit: ${kit}`);
    for (const path of PATHS[kit]())
      cpSync(join(PROJECT, path), join(asset, path), { recursive: true });
  }
}

const [asset, ...kits] = process.argv.slice(2);
if (asset === undefined) throw new Error('usage: node infra/pack.ts <asset folder> <kit>...');
pack(asset, kits);
