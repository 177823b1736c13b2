/** Charters that are hard to set. */
import type { Agency } from '../../functions/domain/agency.ts';
import type { DocumentDraft } from '../../functions/domain/draft.ts';
import { agency, declaration, documentOf, LEADER } from './declarations.ts';
import { LONGEST_NAME, PARTNERS, someone, units, WITNESSES } from './people.ts';

const vertical: Agency = agency({
  name: 'Kantor Wilayah Direktorat Jenderal Perbendaharaan Provinsi Contoh',
  parent: 'Kementerian Keuangan Republik Indonesia',
  level: 'vertical',
});

const emblem = agency({
  letterhead: {
    addressLines: [],
    emblem: { mediaType: 'image/svg+xml', sha256: agency().letterhead.logo?.sha256 ?? '' },
  },
});

export const charters: Readonly<Record<string, DocumentDraft>> = {
  'one signatory': documentOf(
    'charter',
    declaration({
      agency: vertical,
      leader: { ...LEADER, position: 'Kepala Kantor Wilayah' },
      units: [],
      witnesses: [],
      numbers: {},
    }),
  ),
  'a unit, its leader acknowledging': documentOf(
    'charter',
    declaration({ signingMode: 'leaderAcknowledges', target: ['WBK'] }),
  ),
  'five units and two witnesses': documentOf('charter', declaration({ units: units(5) })),
  'twelve signatories': documentOf('charter', declaration({ units: units(9) })),
  'nine witnesses': documentOf(
    'charter',
    declaration({ signingMode: 'leaderAlone', witnesses: WITNESSES }),
  ),
  'annex of 40 units, five proposed': documentOf(
    'charter',
    declaration({
      signingMode: 'leaderAlone',
      units: [...units(40), ...units(5, { standing: 'proposed' })],
    }),
  ),
  '40 heads sign with the leader': documentOf('charter', declaration({ units: units(40) })),
  'three agencies under the emblem': documentOf(
    'charter',
    declaration({
      agency: emblem,
      leader: { ...LEADER, stateOfficial: true },
      units: [...units(2), ...units(1, { standing: 'proposed' })],
      partners: PARTNERS,
      signingMode: 'leaderAlone',
    }),
  ),
  'longest names': documentOf(
    'charter',
    declaration({
      units: units(1).map((unit) => ({
        ...unit,
        head: someone(1, {
          name: LONGEST_NAME,
          position:
            'Kepala Dinas Pemberdayaan Perempuan, Perlindungan Anak, Pengendalian Penduduk, dan Keluarga Berencana Kota Contoh',
          prefix: 'Plt.',
        }),
      })),
      witnesses: WITNESSES.slice(1, 4),
    }),
  ),
};
