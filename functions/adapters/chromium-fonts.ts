/** The fonts of the documents: files of packages, laid beside Chromium, which knows no others. */
import { readFileSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';

/** Whole fonts, so that every name can be written; Chromium embeds only the letters in use. */
const FAMILIES = [
  {
    package: '@expo-google-fonts/source-serif-4',
    file: 'SourceSerif4',
    faces: ['400Regular', '400Regular_Italic', '600SemiBold', '700Bold'],
  },
  {
    package: '@expo-google-fonts/source-sans-3',
    file: 'SourceSans3',
    faces: ['400Regular', '600SemiBold', '700Bold'],
  },
] as const;

/** Where the font files are, and a name that changes with any of them. */
export type Fonts = { readonly files: readonly string[]; readonly edition: string };

/** @throws when a package is missing. */
export function fonts(): Fonts {
  const found = FAMILIES.map(({ package: name, file, faces }) => {
    const manifest = findPackageJSON(name, import.meta.url);
    if (manifest === undefined) throw new Error(`The package ${name} is not installed.`);
    const { version }: { readonly version: string } = JSON.parse(readFileSync(manifest, 'utf8'));
    const home = dirname(manifest);
    const files = faces.map((face) => join(home, face, `${file}_${face}.ttf`));
    return { files, edition: `${version}.${faces.length}` };
  });
  return {
    files: found.flatMap(({ files }) => files),
    edition: found.map(({ edition }) => edition).join('-'),
  };
}
