/** The package that brings Chromium along: where its files are, and which one certain build it is. */
import { readFileSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';

const PACKAGE = '@sparticuz/chromium';

/**
 * Found by its package.json, because a bundle's asset carries that and `bin/` but no code.
 * @throws when the package is missing.
 */
export function chromiumPackage(): { readonly bin: string; readonly version: string } {
  const manifest = findPackageJSON(PACKAGE, import.meta.url);
  if (manifest === undefined) throw new Error(`The package ${PACKAGE} is not installed.`);
  const { version }: { readonly version: string } = JSON.parse(readFileSync(manifest, 'utf8'));
  return { bin: join(dirname(manifest), 'bin'), version };
}
