/** Sealing: what the seal and our own check of it cost beside the print of the same document. */
import { chromiumRenderer } from '../../functions/adapters/chromium-renderer.ts';
import { fileKey } from '../../functions/adapters/file-key.ts';
import { padesSealer } from '../../functions/adapters/pades-sealer.ts';
import { makeSealCertificate } from '../../infra/local/seal-certificate.ts';
import { CHROMIUM, charterHtml, numbered, pdfOf } from './charter.ts';
import { type Contestant, race, timed } from './race.ts';
import type { Measurement } from './results.ts';

const ROUNDS = 20;

export async function benchSeal(tell: (line: string) => void): Promise<Measurement> {
  const renderer = chromiumRenderer({ directory: CHROMIUM });
  const sealer = padesSealer(fileKey(await makeSealCertificate('Instansi Uji Coba', new Date())));
  const seal = async (pdf: Uint8Array): Promise<void> => {
    const sealed = await sealer.seal(pdf, { at: new Date().toISOString(), reason: 'Uji' });
    const check = await sealer.check(sealed, pdf);
    if (!check.ok) throw new Error(check.fault);
  };
  const contestants: readonly Contestant[] = [
    {
      name: 'print',
      run: async (round) => {
        const html = await charterHtml(round);
        return timed(() => renderer.print(html));
      },
    },
    {
      name: 'seal and check',
      run: async (round) => {
        const pdf = await pdfOf(numbered(round), renderer);
        return timed(() => seal(pdf));
      },
    },
  ];
  try {
    const standings = await race(contestants, ROUNDS, (line) => tell(`seal: ${line}`));
    return { what: 'Sealing beside printing', rounds: ROUNDS, standings };
  } finally {
    await renderer.close();
  }
}
