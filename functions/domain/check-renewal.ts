/** What is odd about a renewal, and may be right all the same. */
import { samePerson } from './check-people.ts';
import type { Declaration } from './declaration.ts';
import { type Finding, mild, strong } from './finding.ts';

function backwards(newer: Declaration, older: Declaration): readonly Finding[] {
  const [day, before] = [newer.event.date, older.event.date];
  if (day === undefined || before === undefined || day >= before) return [];
  return [
    strong(
      'event.date',
      'renewalBackwards',
      `Pencanangan yang diperbarui dilaksanakan pada ${before}, sesudah tanggal ini. Periksa kembali tanggalnya.`,
      `The declaration that is renewed was held on ${before}, after this day. Check the date.`,
    ),
  ];
}

function sameLeader(newer: Declaration, older: Declaration): readonly Finding[] {
  if (newer.supersedes?.renewal !== 'newLeader') return [];
  if (newer.leader === undefined || older.leader === undefined) return [];
  if (!samePerson(newer.leader, older.leader)) return [];
  return [
    mild(
      'supersedes.renewal',
      'sameLeader',
      'Pimpinan pada pencanangan yang diperbarui adalah orang yang sama. Pembaruan tahunan ditulis "annual".',
      'The leader of the declaration that is renewed is the same person. A yearly renewal is called "annual".',
    ),
  ];
}

export const renewalDoubts = (newer: Declaration, older: Declaration): readonly Finding[] => [
  ...backwards(newer, older),
  ...sameLeader(newer, older),
];
