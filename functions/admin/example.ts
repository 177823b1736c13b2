/** What the API's description shows: the smallest declaration that makes a charter, and a profile. */
import type { z } from 'zod';
import type { DeclarationRequest } from './request.ts';
import type { AgencyProfile } from './request-agency.ts';

export const EXAMPLE = {
  agency: {
    name: 'Pemerintah Kota Contoh',
    level: 'kota',
    city: 'Contoh',
    timezone: 'WIB',
    letterhead: { addressLines: ['Jalan Merdeka Nomor 1, Contoh'] },
  },
  event: { status: 'held', date: '2026-11-20', weekday: 'Jumat', place: 'Balai Kota Contoh' },
  target: ['WBK'],
  charterMode: 'perUnit',
  leader: {
    name: 'Budi Santoso',
    position: 'Wali Kota Contoh',
    stateOfficial: true,
    email: 'walikota@example.test',
  },
  units: [
    {
      name: 'Dinas Kependudukan dan Pencatatan Sipil',
      acronym: 'Disdukcapil',
      head: {
        name: 'Siti Rahmawati, S.Sos., M.Si.',
        position: 'Kepala Dinas Kependudukan dan Pencatatan Sipil',
        email: 'kepala.disdukcapil@example.test',
      },
    },
  ],
  witnesses: [
    {
      name: 'Ahmad Ma’ruf',
      position: 'Sekretaris Daerah Kota Contoh',
      email: 'sekda@example.test',
    },
  ],
} satisfies z.input<typeof DeclarationRequest>;

export const PROFILE_EXAMPLE = {
  ...EXAMPLE.agency,
  level: 'kota',
  timezone: 'WIB',
  code: 'SETDA',
  layout: { paper: 'F4' },
  numbering: {
    charter: { classification: '000.8.6', pattern: '{classification}/{sequence}/{unit}/{year}' },
  },
  retention: { charter: { activeYears: 2, inactiveYears: 3, fate: 'permanent' } },
  mailSender: 'Bagian Organisasi Kota Contoh',
} satisfies z.input<typeof AgencyProfile>;

/** A plan that has been held. */
export const HOLD_EXAMPLE = { event: EXAMPLE.event };
