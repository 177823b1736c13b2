/** What the ceremony board is filled with: who stands where, and how each of them stands now. */
import type { BoardPerson, BoardPicture, BoardUnit, Tally } from '../domain/board.ts';
import { boardOf } from '../domain/board.ts';
import { localDate, type Zone } from '../domain/deadline.ts';
import type { DeclarationState } from '../domain/declaration.ts';
import { dateInWords, localTime, predicatesIn, timeOfDay } from '../domain/wording.ts';
import { sha256 } from '../runtime/digest.ts';
import type { Ceremony } from './reading.ts';

/** With more people than this a screen shows the staff of units by their number alone. */
const MAX_NAMED = 60;

/** Up to how many tiles the letters are large, of middle size, and small. */
const ROOMY_TILES = 10;
const CLOSE_TILES = 24;
const DENSE_TILES = 60;

/** How tallies are told: on the day of the event the time of day is enough. */
type Day = { readonly date: string; readonly zone: Zone };

function dayOf({ declaration }: DeclarationState): Day {
  const { event, agency } = declaration;
  return { date: event.date ?? '', zone: agency.timezone };
}

const toldTime = (utc: string | undefined, { date, zone }: Day): string => {
  if (utc === undefined) return '';
  return localDate(utc, zone) === date ? timeOfDay(utc, zone) : localTime(utc, zone);
};

const standingOf = ({ signed, total }: Tally): 'none' | 'some' | 'all' => {
  if (signed === 0) return 'none';
  return signed < total ? 'some' : 'all';
};

const toldTally = (tally: Tally, day: Day) => ({
  state: standingOf(tally),
  signed: tally.signed,
  total: tally.total,
  at: toldTime(tally.lastAt, day),
});

/** The signatures of people who are not named one by one. */
const together = (people: readonly BoardPerson[]): Tally => ({
  signed: people.reduce((sum, { tally }) => sum + tally.signed, 0),
  total: people.reduce((sum, { tally }) => sum + tally.total, 0),
});

const headsOf = (units: readonly BoardUnit[]): readonly BoardPerson[] =>
  units.flatMap(({ head }) => (head === undefined ? [] : [head]));

function everyone({ leaders, units, others, witnesses }: BoardPicture): readonly BoardPerson[] {
  const staff = units.flatMap((unit) => unit.staff);
  return [...leaders, ...headsOf(units), ...staff, ...others, ...witnesses];
}

/** Every tally on the board, by the name that its tile has. */
function talliesOf(picture: BoardPicture, day: Day) {
  const { units, others, total } = picture;
  const named = [
    ['total', total] as const,
    ['others', together(others)] as const,
    ...everyone(picture).map(({ person, tally }) => [`person-${person}`, tally] as const),
    ...units.map(({ number, tally }) => [`unit-${number}`, tally] as const),
    ...units.map(({ number, staff }) => [`staff-${number}`, together(staff)] as const),
  ];
  return Object.fromEntries(named.map(([key, tally]) => [key, toldTally(tally, day)]));
}

const latestOf = ({ latest }: BoardPicture, day: Day) =>
  latest === undefined
    ? null
    : {
        name: latest.person.name,
        position: latest.person.position,
        at: toldTime(latest.at, day),
      };

/** Changes when anybody comes or goes, and not when somebody signs. */
const layoutOf = (picture: BoardPicture): string =>
  sha256(
    JSON.stringify(picture, (member, value: unknown) =>
      member === 'tally' || member === 'total' || member === 'latest' ? undefined : value,
    ),
  );

/** What changes while people sign. */
export function boardState({ state, documents }: Ceremony) {
  const picture = boardOf(state, documents);
  const day = dayOf(state);
  return {
    layout: layoutOf(picture),
    tallies: talliesOf(picture, day),
    latest: latestOf(picture, day),
  };
}

const personView = ({ person, name, position, tally }: BoardPerson, day: Day) => ({
  key: `person-${person}`,
  name,
  position,
  tally: toldTally(tally, day),
});

type Density = 'roomy' | 'close' | 'dense' | 'packed';

function densityOf(tiles: number): Density {
  if (tiles <= ROOMY_TILES) return 'roomy';
  if (tiles <= CLOSE_TILES) return 'close';
  return tiles <= DENSE_TILES ? 'dense' : 'packed';
}

type Setting = { readonly isNamed: boolean; readonly density: Density };
type View = Setting & { readonly day: Day };

/** Staff by name where there is room, else by their number; null where there are none. */
function staffView(key: string, staff: readonly BoardPerson[], { day, isNamed }: View) {
  if (staff.length === 0) return null;
  return {
    named: isNamed ? { people: staff.map((each) => personView(each, day)) } : null,
    counted: isNamed ? null : { key, tally: toldTally(together(staff), day) },
  };
}

const isClose = ({ density }: Setting): boolean => density === 'dense' || density === 'packed';

function unitView({ number, name, acronym, head, staff, tally }: BoardUnit, view: View) {
  return {
    key: `unit-${number}`,
    name: isClose(view) ? (acronym ?? name) : name,
    tally: toldTally(tally, view.day),
    head: head === undefined ? null : personView(head, view.day),
    staff: staffView(`staff-${number}`, staff, view),
  };
}

/** How the page is set: who is named, and how close everyone stands. */
function settingOf(picture: BoardPicture): Setting {
  const { leaders, units, witnesses } = picture;
  const all = everyone(picture);
  const isNamed = all.length <= MAX_NAMED;
  const heads = headsOf(units).length;
  const staff = isNamed ? all.length - leaders.length - witnesses.length - heads : 0;
  return { isNamed, density: densityOf(leaders.length + witnesses.length + units.length + staff) };
}

/** The page as it stands at this moment; lists without anybody are null. */
export function boardView({ state, documents }: Ceremony) {
  const { agency, event, target } = state.declaration;
  const picture = boardOf(state, documents);
  const { leaders, units, others, witnesses } = picture;
  const day = dayOf(state);
  const setting = settingOf(picture);
  const view = { ...setting, day };
  const people = (list: readonly BoardPerson[]) =>
    list.length === 0 ? null : { people: list.map((each) => personView(each, day)) };
  const { weekday, long } = dateInWords(day.date);
  return {
    agencyName: agency.name,
    target: predicatesIn(target),
    eventDate: `${weekday}, ${long}`,
    place: event.place ?? '',
    density: setting.density,
    layout: layoutOf(picture),
    total: toldTally(picture.total, day),
    latest: latestOf(picture, day) ?? { name: '', position: '', at: '' },
    leaders: people(leaders),
    units: units.length === 0 ? null : { list: units.map((unit) => unitView(unit, view)) },
    others: staffView('others', others, view),
    witnesses: people(witnesses),
    ended: picture.ended === 0 ? null : { count: picture.ended },
  };
}
