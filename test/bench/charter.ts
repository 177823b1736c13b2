/** The charter that the benches print: the product's own view, templates and fonts. */
import { fileURLToPath } from 'node:url';
import type { DocumentDraft } from '../../functions/domain/draft.ts';
import { documentHtml, verifyLink } from '../../functions/render/view.ts';
import { ENV } from '../../functions/runtime/env.ts';
import { draft } from '../samples/declaration.ts';

const ROOT = new URL('../../', import.meta.url);

/** Where the host keeps the Chromium that it unpacks. */
export const CHROMIUM = fileURLToPath(new URL('.piagam/chromium', ROOT));

// Read when a template is filled.
process.env[ENV.templates] = fileURLToPath(new URL('templates', ROOT));

/** The HTML of a charter with three signatories; every `number` is another document. */
export async function charterHtml(number: number): Promise<string> {
  const sample: DocumentDraft = { ...draft(), id: String(number).padStart(16, '0') };
  const verify = await verifyLink('https://piagam.example', sample.id);
  return documentHtml(sample, { logo: undefined, verify });
}
