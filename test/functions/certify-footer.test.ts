/** The footer names the provider that really signs, and no other. */
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { DocumentDraft } from '../../functions/domain/draft.ts';
import { documentHtml, verifyLink } from '../../functions/render/view.ts';
import { ENV } from '../../functions/runtime/env.ts';
import { samples } from '../gallery/samples.ts';

process.env[ENV.templates] = fileURLToPath(new URL('../../templates', import.meta.url));

const SENTENCE =
  'Dokumen ini telah ditandatangani secara elektronik menggunakan sertifikat elektronik yang diterbitkan oleh Balai Besar Sertifikasi Elektronik (BSrE), BSSN.';
const PERSONAL_LINK = 'melalui tautan pribadi';

const verify = await verifyLink('https://piagam.test', '7k3m9x2p5v8r1tqz');
const LOGO = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>');

const printed = (draft: DocumentDraft): string => documentHtml(draft, { logo: LOGO, verify });

describe('every document of the gallery', () => {
  test.each(samples())('%s names BSrE where its signatories sign with it', (_name, draft) => {
    const html = printed({ ...draft, agency: { ...draft.agency, certifier: 'bsre' } });
    expect(html.split(SENTENCE)).toHaveLength(2);
    expect(html).not.toContain(PERSONAL_LINK);
  });

  test.each(samples())('%s names no provider where nobody signs with one', (_name, draft) => {
    const html = printed(draft);
    expect(html).not.toMatch(/BSrE|Balai (Besar )?Sertifikasi/);
    expect(html).toContain(PERSONAL_LINK);
  });
});
