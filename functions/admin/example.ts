/** The smallest declaration that makes a charter, shown in the API's description. */
import type { DeclarationRequest } from './request.ts';

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
  signatories: [
    {
      name: 'Budi Santoso',
      position: 'Wali Kota Contoh',
      role: 'acknowledging',
      group: 2,
      email: 'walikota@example.test',
    },
  ],
  witnesses: [
    {
      name: 'Ahmad Ma’ruf',
      position: 'Sekretaris Daerah Kota Contoh',
      email: 'sekda@example.test',
    },
  ],
  pledges: [],
} as const satisfies Readonly<Record<keyof Omit<DeclarationRequest, 'deadline'>, unknown>>;
