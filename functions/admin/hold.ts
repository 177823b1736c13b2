/** A planned event has been held: the whole of it is recorded anew, and its documents follow. */
import { canonical } from '../domain/commit.ts';
import type { Declaration, DeclarationState } from '../domain/declaration.ts';
import type { Finding } from '../domain/finding.ts';
import { pause } from '../runtime/execute.ts';
import type { CheckedDeclaration } from './check-request.ts';
import { begotten, MAX_TRIES, type World } from './declare.ts';
import { storePictures } from './picture.ts';
import { takenSince } from './record-findings.ts';

export type Held =
  | { readonly result: 'held' | 'repeated'; readonly state: DeclarationState }
  | { readonly result: 'taken'; readonly findings: readonly Finding[] }
  | { readonly result: 'alreadyHeld' }
  | { readonly result: 'contended' };

type Command = {
  readonly id: string;
  readonly declared: CheckedDeclaration;
  readonly subject: string;
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * A plan's members with those of `sent` in their place; whose it is, is told by `planned` elsewhere.
 * Once the event is held, its profile sent again is the recorded one: the same request stays the same.
 */
export function merged({ declaration }: DeclarationState, sent: unknown): unknown {
  if (!isRecord(sent)) return sent;
  const { agency: _, profile, event, ...planned } = declaration;
  const { profile: named, ...changed } = sent;
  const isRecorded = event.status === 'held' && named === profile?.id;
  return { ...planned, ...changed, ...(isRecorded ? {} : { profile: named }) };
}

/** The answer to a request that comes after the event was recorded as held; undefined before. */
export function afterwards(
  state: DeclarationState,
  declaration: Declaration | undefined,
): Held | undefined {
  if (state.declaration.event.status !== 'held') return undefined;
  const same = declaration && canonical(declaration) === canonical(state.declaration);
  return same ? { result: 'repeated', state } : { result: 'alreadyHeld' };
}

/** Records a checked declaration in the place of its plan, once. */
export async function hold(world: World, { id, declared, subject }: Command): Promise<Held> {
  const { declaration, pictures } = declared;
  await storePictures(world.files, pictures);
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const head = await world.ledger.declaration(id);
    if (head === undefined) throw new Error(`declaration ${id} is gone`);
    const known = afterwards(head.state, declaration);
    if (known !== undefined) return known;
    const findings = tries > 0 ? await takenSince(world.ledger, declaration) : [];
    if (findings.length > 0) return { result: 'taken', findings };
    const at = world.clock();
    const { claims, ...begot } = begotten(declaration, at);
    const events = [{ type: 'DeclarationHeld', declaration, ...begot } as const];
    const by = { type: 'admin', subject } as const;
    const next = await world.ledger.amend(id, head, { events, at, by, claims });
    if (next !== undefined) return { result: 'held', state: next.state };
    await pause(tries);
  }
  return { result: 'contended' };
}
