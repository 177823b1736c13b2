/** What hangs in the gallery: every kind of document, with what is hard to set, on every paper. */
import type { DocumentDraft, SignedDocument } from '../../functions/domain/draft.ts';
import { charters } from './charters.ts';
import { actions, declaration, documentOf, LEADER, on } from './declarations.ts';
import { LONGEST_NAME, PARTNERS, someone, units, WITNESSES } from './people.ts';

const pledger = someone(3, { position: 'Kepala Dinas Perumahan Rakyat dan Kawasan Permukiman' });
const [office] = units(1);

const pledges: Readonly<Record<string, DocumentDraft>> = {
  'rank and file': documentOf(
    'pledge',
    declaration({
      pledges: [
        {
          ...someone(7),
          unit: office?.name,
          rankAndFile: true,
          superior: office?.head,
          number: '800/12',
        },
      ],
    }),
  ),
  'a leader alone': documentOf(
    'pledge',
    declaration({ pledges: [{ ...pledger, rankAndFile: false }] }),
  ),
  'longest names': documentOf(
    'pledge',
    declaration({
      pledges: [
        {
          ...someone(1, { name: LONGEST_NAME }),
          rankAndFile: false,
          unit: office?.name,
          superior: someone(11),
        },
      ],
    }),
  ),
  'collective of 30': documentOf(
    'pledge',
    declaration({
      collectivePledges: [
        {
          unit: office?.name ?? '',
          members: Array.from({ length: 30 }, (_, index) => someone(40 + index)),
          superior: office?.head,
        },
      ],
    }),
  ),
};

const commitments: Readonly<Record<string, DocumentDraft>> = {
  'four signatories': documentOf('commitment', declaration({ witnesses: WITNESSES.slice(0, 2) })),
  'twelve signatories': documentOf('commitment', declaration({ units: units(9) })),
  '33 signatories': documentOf(
    'commitment',
    declaration({
      units: units(30),
      partners: PARTNERS.slice(0, 1),
      witnesses: [WITNESSES[0] ?? LEADER],
    }),
  ),
};

const signedCharter = (index: number): SignedDocument => {
  const { name, head } = units(30)[index] ?? { name: '', head: undefined };
  const people = [head ?? LEADER, LEADER].map(({ name, position }) => ({ name, position }));
  const complete = index % 10 !== 9;
  return {
    title: `Piagam Pencanangan Pembangunan Zona Integritas ${name}`,
    number: `000.8.6/${index + 1}/2027`,
    complete,
    ...(complete ? { completedAt: '2027-02-17T04:11:22.000Z' } : {}),
    signedBy: complete ? people : people.slice(0, index % 4),
  };
};

const minutesOf = (draft: DocumentDraft, ceremony: DocumentDraft['ceremony']): DocumentDraft => ({
  ...draft,
  ceremony,
});

const guests = WITNESSES.slice(2).map(({ name, position, institution }) => ({
  name,
  position,
  institution,
}));

const minutes: Readonly<Record<string, DocumentDraft>> = {
  'three documents': minutesOf(documentOf('minutes', declaration({ units: units(3) })), {
    signed: [0, 1, 2].map(signedCharter),
    present: guests.slice(0, 3),
  }),
  '31 documents, 20 present, 40 units': minutesOf(
    documentOf(
      'minutes',
      declaration({
        units: [...units(40), ...units(5, { standing: 'proposed' })],
        partners: PARTNERS,
      }),
    ),
    {
      signed: [
        ...Array.from({ length: 30 }, (_, index) => signedCharter(index)),
        {
          title: 'Komitmen Bersama Pembangunan Zona Integritas Pemerintah Kota Contoh',
          complete: true,
          completedAt: '2027-02-18T01:00:00.000Z',
          signedBy: units(33).map(({ head }) => ({
            name: head?.name ?? '',
            position: head?.position ?? '',
          })),
        },
      ],
      present: [
        ...guests,
        { institution: 'Badan Pengawas Keuangan dan Pembangunan Perwakilan Provinsi Contoh' },
        { position: 'Camat', institution: 'Kecamatan Nusaniwe' },
        ...Array.from({ length: 11 }, (_, index) => ({ name: someone(60 + index).name })),
      ],
    },
  ),
  'without a ceremony': minutesOf(
    documentOf(
      'minutes',
      declaration({
        event: { status: 'held', date: '2027-02-17', place: 'Kantor Wali Kota', ceremony: false },
        leader: undefined,
        witnesses: [],
        numbers: {},
      }),
    ),
    { signed: [signedCharter(9)], present: [] },
  ),
};

const plan = (perArea: number): DocumentDraft =>
  documentOf('action-plan', declaration({ units: units(1, { actions: actions(perArea) }) }));

const plans: Readonly<Record<string, DocumentDraft>> = {
  '24 lines': plan(4),
  'six lines': plan(1),
};

/** Charters hang on every sheet, in both font sets; the rest on their usual paper and on folio. */
export function samples(): readonly (readonly [name: string, draft: DocumentDraft])[] {
  const sheets = (['A4', 'F4'] as const).flatMap((paper) =>
    (['landscape', 'portrait'] as const).map((charter) => ({ paper, orientation: { charter } })),
  );
  const each = (kind: string, drafts: Readonly<Record<string, DocumentDraft>>) =>
    Object.entries(drafts).map(([name, draft]) => [`${kind}: ${name}`, draft] as const);
  const margins = { top: 25, right: 20, bottom: 25, left: 30 };
  return [
    ...each('charter', charters).flatMap(([name, draft]) =>
      sheets.map(
        (sheet) =>
          [
            `${name}, ${sheet.paper} ${sheet.orientation.charter}`,
            on(draft, { ...sheet, font: sheet.paper === 'F4' ? 'sans' : 'serif' }),
          ] as const,
      ),
    ),
    ...[
      ...each('pledge', pledges),
      ...each('commitment', commitments),
      ...each('minutes', minutes),
      ...each('action-plan', plans),
    ].flatMap(
      ([name, draft]) =>
        [
          [`${name}, A4`, draft],
          [`${name}, F4, sans, wide margins`, on(draft, { paper: 'F4', font: 'sans', margins })],
        ] as const,
    ),
  ];
}
