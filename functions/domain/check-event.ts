/** Checks of the event itself: its day, its time limits, its publicity, and what it begets. */
import { begets } from './begets.ts';
import { endOfDay, latestDeadline, localDate } from './deadline.ts';
import { type Check, error, mild } from './finding.ts';
import { isWeekday, weekdayOf } from './wording.ts';

export const weekdayFitsDate: Check = ({ event }) => {
  if (event.status !== 'held' || event.weekday === undefined) return [];
  const weekday = weekdayOf(event.date);
  if (isWeekday(event.weekday, weekday)) return [];
  return [
    error(
      'event.weekday',
      'weekdayMismatch',
      `Tanggal ${event.date} adalah hari ${weekday}, bukan ${event.weekday}.`,
      `${event.date} is a ${weekday} (Indonesian weekday name), not ${event.weekday}.`,
    ),
  ];
};

/** Charters may be prepared for a day that is near; more often a day ahead is a slip of the pen. */
export const dayHasCome: Check = ({ event, agency }, now) => {
  const today = localDate(now, agency.timezone);
  if (event.status !== 'held' || event.date <= today) return [];
  return [
    mild(
      'event.date',
      'dayAhead',
      `Tanggal ${event.date} belum tiba. Periksa kembali tahunnya; pencanangan yang baru direncanakan dicatat dengan status planned.`,
      `${event.date} is still ahead. Check the year; an event that is only planned has the status planned.`,
    ),
  ];
};

export const deadlinesAreUsable: Check = ({ deadline, deadlines = {}, agency }, now) =>
  [
    ['deadline', deadline] as const,
    ...Object.entries(deadlines).map(([kind, day]) => [`deadlines.${kind}`, day] as const),
  ]
    .filter(
      ([, day]) =>
        day !== undefined && (endOfDay(day, agency.timezone) <= now || day > latestDeadline(now)),
    )
    .map(([field]) =>
      error(
        field,
        'deadlineOutOfRange',
        `Batas waktu harus antara hari ini dan ${latestDeadline(now)}.`,
        `The deadline must lie between today and ${latestDeadline(now)}.`,
      ),
    );

export const plannedMakesNothing: Check = ({ event }) =>
  event.status === 'planned'
    ? [
        mild(
          'event.status',
          'plannedOnly',
          'Pencanangan ini baru direncanakan, sehingga belum ada dokumen yang dibuat. Setelah dilaksanakan, catat pelaksanaannya agar dokumen disusun.',
          'This event is only planned, so no document is made yet. Record that it was held, and the documents follow.',
        ),
      ]
    : [];

/** A pencanangan is open and widely published (PermenPANRB 52/2014), with or without a ceremony. */
export const isPublished: Check = ({ event }) =>
  event.status === 'held' && event.publicationUrl === undefined
    ? [
        mild(
          'event.publicationUrl',
          'noPublication',
          'Tautan publikasi belum ada. Pencanangan dilaksanakan secara terbuka dan dipublikasikan agar dapat dipantau masyarakat; halaman publiknya dapat diterbitkan dari layanan ini.',
          'There is no publication link. A declaration is public, so that people can watch it; its page can be published here.',
        ),
      ]
    : [];

export const makesSomething: Check = (declaration, now) =>
  declaration.event.status === 'held' && begets(declaration, now).length === 0
    ? [
        error(
          'charterMode',
          'noDocument',
          'Pencanangan ini tidak menghasilkan satu dokumen pun; pilih piagam, komitmen bersama, atau pakta integritas.',
          'This declaration begets no document; choose charters, a commitment or pledges.',
        ),
      ]
    : [];

/** Minutes record what was signed. */
export const minutesHaveMatter: Check = ({ minutes, charterMode, commitment }) =>
  minutes && charterMode === 'none' && !commitment
    ? [
        error(
          'minutes',
          'minutesOfNothing',
          'Berita acara memerlukan piagam atau komitmen bersama yang ditandatangani.',
          'Minutes need a charter or a commitment that was signed.',
        ),
      ]
    : [];
