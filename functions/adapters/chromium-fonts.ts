/** The fonts of the documents: files of packages, laid beside Chromium, which knows no others. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { findPackageJSON } from 'node:module';
import { basename, dirname, join } from 'node:path';

const FAMILIES = [
  {
    package: '@expo-google-fonts/source-serif-4',
    name: 'Source Serif 4',
    file: 'SourceSerif4',
    faces: ['400Regular', '400Regular_Italic', '600SemiBold', '700Bold'],
  },
  {
    package: '@expo-google-fonts/source-sans-3',
    name: 'Source Sans 3',
    file: 'SourceSans3',
    faces: ['400Regular', '600SemiBold', '700Bold'],
  },
] as const;

const SUBSETTER = 'subset-font';

/**
 * Chromium goes through all of a font to embed a few letters of it, so each font is there twice:
 * whole, so that every name can be written, and as the family "… Latin", which takes 7 % off a
 * print and has the letters that most documents get by with.
 */
const LATIN = 'latin';

/** Basic Latin, Latin-1 and Latin Extended-A, then General Punctuation as texts are set with. */
const LATIN_RANGES = [
  [0x20, 0x7e],
  [0xa0, 0x17f],
  [0x2010, 0x203a],
] as const;

/** Family and style, without which a semi-bold would be a family of its own (OpenType, name). */
const TYPOGRAPHIC_NAMES = [16, 17];

/**
 * With the fonts of the machine the same document would differ from machine to machine; with no
 * font at all Chromium prints blank pages and says nothing.
 */
const FONT_CONFIG = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir prefix="relative">fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
${FAMILIES.map(
  ({ file, name }) => `  <match target="scan">
    <test name="file" compare="contains"><string>/${LATIN}/${file}_</string></test>
    <edit name="family" mode="assign"><string>${name} Latin</string></edit>
  </match>`,
).join('\n')}
</fontconfig>
`;

/** Changes with anything above that changes what is laid; long enough not to meet another. */
const RECIPE = createHash('sha256')
  .update(JSON.stringify([LATIN_RANGES, TYPOGRAPHIC_NAMES, FONT_CONFIG]))
  .digest('hex')
  .slice(0, 8);

/** Where the font files are, and a name that changes with any of them. */
export type Fonts = { readonly files: readonly string[]; readonly edition: string };

function manifestOf(name: string): { readonly home: string; readonly version: string } {
  const manifest = findPackageJSON(name, import.meta.url);
  if (manifest === undefined) throw new Error(`The package ${name} is not installed.`);
  const { version }: { readonly version: string } = JSON.parse(readFileSync(manifest, 'utf8'));
  return { home: dirname(manifest), version };
}

/** @throws when a package is missing. */
export function fonts(): Fonts {
  const found = FAMILIES.map(({ package: name, file, faces }) => {
    const { home, version } = manifestOf(name);
    const files = faces.map((face) => join(home, face, `${file}_${face}.ttf`));
    return { files, edition: `${version}.${faces.length}` };
  });
  const editions = [...found.map(({ edition }) => edition), manifestOf(SUBSETTER).version, RECIPE];
  return { files: found.flatMap(({ files }) => files), edition: editions.join('-') };
}

const latinLetters = (): string =>
  LATIN_RANGES.flatMap(([first, last]) =>
    Array.from({ length: last - first + 1 }, (_, place) => String.fromCodePoint(first + place)),
  ).join('');

/** Lays the fonts into `home/fonts`, and beside that the file by which Chromium finds them. */
export async function layFonts({ files }: Fonts, home: string): Promise<void> {
  // A Lambda has the fonts as they are laid here, and not the package that makes them.
  const { default: subsetFont } = await import('subset-font');
  const folder = join(home, 'fonts');
  await mkdir(join(folder, LATIN), { recursive: true });
  const lay = async (file: string): Promise<void> => {
    const options = { preserveNameIds: TYPOGRAPHIC_NAMES };
    const latin = await subsetFont(await readFile(file), latinLetters(), options);
    await copyFile(file, join(folder, basename(file)));
    await writeFile(join(folder, LATIN, basename(file)), latin);
  };
  await Promise.all(files.map(lay));
  await writeFile(join(home, 'fonts.conf'), FONT_CONFIG);
}
