import { describe, expect, it } from 'vitest';
import type { DeclarationState, DocumentEntry } from '../../functions/domain/declaration.ts';
import {
  declarationSweepAt,
  declarationWork,
  evolveDeclaration,
  minutesDue,
} from '../../functions/domain/declaration.ts';
import type { DeclarationEvent } from '../../functions/domain/event.ts';
import { declaration, NOW } from '../samples/declaration.ts';

const LATER = '2026-12-01T03:00:00.000Z';
const charter: DocumentEntry = { id: 'a', kind: 'charter', title: 'Piagam', people: [1] };
const minutes: DocumentEntry = { id: 'b', kind: 'minutes', title: 'Berita Acara', people: [1] };
const planned = declaration({ event: { status: 'planned' } });

const recorded = (...events: readonly DeclarationEvent[]): DeclarationState => {
  const made = (documents: readonly DocumentEntry[]): DeclarationEvent => ({
    type: 'DeclarationMade',
    declaration: documents.length === 0 ? planned : declaration(),
    documents,
    people: [],
  });
  const first = events[0]?.type === 'DeclarationHeld' ? made([]) : made([charter, minutes]);
  const start = evolveDeclaration(undefined, first, { id: 'd', at: NOW });
  return events.reduce(
    (state, event) => evolveDeclaration(state, event, { id: 'd', at: LATER }),
    start,
  );
};

const drafted = { type: 'DocumentsDrafted', count: 1 } as const;

describe('the record of a declaration', () => {
  it('owes its documents, then its minutes, then nothing', () => {
    expect(declarationWork(recorded())).toBe('draft');
    expect(minutesDue(recorded(drafted))).toEqual(minutes);
    expect(declarationWork(recorded(drafted))).toBe('draft');
    const done = recorded(drafted, { type: 'MinutesDrafted' });
    expect(minutesDue(done)).toBeUndefined();
    expect(declarationWork(done)).toBeUndefined();
    expect(declarationSweepAt(done, NOW)).toBeUndefined();
  });

  it('owes nothing while the event is only planned', () => {
    const start = {
      type: 'DeclarationMade',
      declaration: planned,
      documents: [],
      people: [],
    } as const;
    const state = evolveDeclaration(undefined, start, { id: 'd', at: NOW });
    expect(declarationWork(state)).toBeUndefined();
  });

  it('takes everything from the event once it is held, and counts from that day', () => {
    const held = {
      type: 'DeclarationHeld',
      declaration: declaration(),
      documents: [charter],
      people: ['a@example.test'],
    } as const;
    const state = recorded(held);
    expect(state).toMatchObject({ declaredAt: LATER, drafted: false, documents: [charter] });
    expect(state.declaration.event.status).toBe('held');
    expect(declarationWork(state)).toBe('draft');
  });

  it('waits longer with every nudge, and starts anew after progress', () => {
    const nudged = { type: 'DeclarationNudged', work: 'draft' } as const;
    expect(declarationSweepAt(recorded(nudged), NOW)).toBe('2026-11-21T03:20:00.000Z');
    expect(recorded(nudged, drafted).nudges).toBe(0);
  });

  it('learns of the declaration that renews it', () => {
    expect(recorded({ type: 'DeclarationSuperseded', by: 'e' }).supersededBy).toBe('e');
  });
});
