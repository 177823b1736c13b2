/** Enters documents in the number register; run again, each keeps the number it has. */
import pLimit from 'p-limit';
import type { Head } from '../domain/commit.ts';
import type { Declaration } from '../domain/declaration.ts';
import type { RegisterState } from '../domain/number.ts';
import { type Claim, enter, MAX_ENTRIES, registerOf } from '../domain/number.ts';
import {
  claimsBySeries,
  type PlannedDocument,
  type SeriesClaims,
  seats,
} from '../domain/numbering.ts';
import { pause } from '../runtime/execute.ts';
import { BY, type DraftWorld } from './world.ts';

/** Series entered side by side: charters of a hundred units may have one each. */
const PARALLEL_SERIES = 10;

/** How often in a row others may be first: every declaration of one agency writes to its series. */
const MAX_LOSSES = 40;

type Series = SeriesClaims & { readonly register: string };

/** Who is entered next: numbers given elsewhere first, for they take no place in the series. */
async function nextClaims(
  { ledger }: DraftWorld,
  { register, claims, numberAt }: Series,
  state: RegisterState | undefined,
): Promise<readonly Claim[]> {
  const given = claims.filter((claim) => claim.given !== undefined);
  if (given.length > 0) return given.slice(0, MAX_ENTRIES);
  const from = (state?.last ?? 0) + 1;
  const places = Array.from({ length: MAX_ENTRIES }, (_, index) => numberAt(from + index));
  const holders = places.map((number) => ledger.holderOf({ register, number }));
  return seats(await Promise.all(holders), claims);
}

/** Answers false when somebody else was first. */
async function enterSome(
  world: DraftWorld,
  series: Series,
  head: Head<RegisterState> | undefined,
): Promise<boolean> {
  const { ledger, clock } = world;
  const claims = await nextClaims(world, series, head?.state);
  const events = [enter(head?.state, claims, series.numberAt)];
  return (await ledger.enter(series, head, { events, at: clock(), by: BY })) !== undefined;
}

type Numbers = readonly (readonly [documentId: string, number: string])[];

async function enterAll(world: DraftWorld, series: Series): Promise<Numbers> {
  const { ledger } = world;
  const numbers: (readonly [string, string])[] = [];
  let waiting = series.claims;
  let losses = 0;
  while (losses < MAX_LOSSES) {
    // Before the numbers: whatever is entered after this look makes our own entry lose.
    const head = await ledger.series(series.key);
    const known = await ledger.numbersOf(waiting.map(({ documentId }) => documentId));
    numbers.push(...known);
    waiting = waiting.filter(({ documentId }) => !known.has(documentId));
    if (waiting.length === 0) return numbers;
    const entered = await enterSome(world, { ...series, claims: waiting }, head);
    losses = entered ? 0 : losses + 1;
    if (!entered) await pause(losses);
  }
  throw new Error(`others kept entering numbers in ${series.key}`);
}

/**
 * The number of each document that gets one, in the register for good.
 * @throws when others kept writing first; what has been entered stays entered.
 */
export async function numberDocuments(
  world: DraftWorld,
  declaration: Declaration,
  documents: readonly PlannedDocument[],
): Promise<ReadonlyMap<string, string>> {
  const register = registerOf(declaration);
  const entered = await pLimit(PARALLEL_SERIES).map(
    claimsBySeries(declaration, documents),
    (series) => enterAll(world, { ...series, register }),
  );
  return new Map(entered.flat());
}
