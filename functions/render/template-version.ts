/** Which templates a document is printed with: one hash over all that they are made of. */
import { canonical } from '../domain/commit.ts';
import { sha256 } from '../runtime/digest.ts';
import { source } from '../runtime/template.ts';
import type { Printed } from './view-sheet.ts';

const PARTIAL = /\{\{> ?([\w-]+)/g;

/** The paths of a template and of all partials that it takes in. */
function templatesIn(path: string, found: Set<string> = new Set()): ReadonlySet<string> {
  if (found.has(path)) return found;
  found.add(path);
  for (const [, name] of source(path).matchAll(PARTIAL)) templatesIn(`partials/${name}.hbs`, found);
  return found;
}

/** What some kinds have beside their template and style. */
const EXTRA: Partial<Readonly<Record<Printed, string>>> = {
  charter: 'frame.svg',
  pledge: 'commitments.json',
};

const known = new Map<Printed, string>();

/** SHA-256 (hex) of the templates, styles and texts that every document of a kind is made of. */
export function templateVersion(kind: Printed): string {
  const folder = `documents/${kind}`;
  const version =
    known.get(kind) ??
    sha256(
      canonical(
        [
          ...templatesIn('documents/page.hbs'),
          ...templatesIn(`${folder}/body.hbs`),
          `${folder}/style.css`,
          ...(EXTRA[kind] === undefined ? [] : [`${folder}/${EXTRA[kind]}`]),
        ].map((path) => [path, source(path)]),
      ),
    );
  known.set(kind, version);
  return version;
}
