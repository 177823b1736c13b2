/** Which Chromium prints: the version of its package, which brings one certain build along. */
import { readFileSync } from 'node:fs';
import { findPackageJSON } from 'node:module';

const PACKAGE = '@sparticuz/chromium';

/** @throws when the package is missing. */
export function chromiumVersion(): string {
  const manifest = findPackageJSON(PACKAGE, import.meta.url);
  if (manifest === undefined) throw new Error(`The package ${PACKAGE} is not installed.`);
  const { version }: { readonly version: string } = JSON.parse(readFileSync(manifest, 'utf8'));
  return version;
}
