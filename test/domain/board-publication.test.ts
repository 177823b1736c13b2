/** What of a declaration is open to everyone: every command in every state it can be given in. */
import { describe, expect, it } from 'vitest';
import type { DeclarationState } from '../../functions/domain/declaration.ts';
import { evidenceList } from '../../functions/domain/evaluation.ts';
import type { DeclarationEvent } from '../../functions/domain/event.ts';
import type { PublicCommand } from '../../functions/domain/publication.ts';
import { decidePublic, isBoardOpen, isPublic } from '../../functions/domain/publication.ts';
import { publicRecord } from '../../functions/domain/publication-record.ts';
import { ceremony, cityOf, signedBy, withFacts } from '../samples/ceremony.ts';
import { HELD, NOW, person, pledger, unit } from '../samples/declaration.ts';

const OPENED = { type: 'BoardOpened' } as const;
const CLOSED = { type: 'BoardClosed' } as const;
const PUBLISHED = { type: 'DeclarationPublished' } as const;
const WITHDRAWN = { type: 'PublicationWithdrawn', reason: 'Diperbaiki' } as const;

const stateAfter = (...events: readonly DeclarationEvent[]): DeclarationState =>
  withFacts(ceremony(), ...events).state;

const STATES = {
  planned: ceremony({ event: { status: 'planned' } }).state,
  held: stateAfter(),
  'board open': stateAfter(OPENED),
  'board closed': stateAfter(OPENED, CLOSED),
  published: stateAfter(PUBLISHED),
  withdrawn: stateAfter(PUBLISHED, WITHDRAWN),
} as const;

const COMMANDS: readonly PublicCommand[] = [
  { type: 'openBoard' },
  { type: 'closeBoard' },
  { type: 'publish' },
  { type: 'withdraw', reason: 'Diperbaiki' },
];

/** The facts recorded, the reason of a refusal, or nothing when it is so already. */
const TABLE: Readonly<Record<keyof typeof STATES, readonly string[]>> = {
  planned: ['notHeld', '', 'notHeld', 'notPublished'],
  held: ['BoardOpened', '', 'DeclarationPublished', 'notPublished'],
  'board open': ['', 'BoardClosed', 'DeclarationPublished', 'notPublished'],
  'board closed': ['BoardOpened', '', 'DeclarationPublished', 'notPublished'],
  published: ['BoardOpened', '', '', 'PublicationWithdrawn'],
  withdrawn: ['BoardOpened', '', 'DeclarationPublished', ''],
};

const answer = (state: DeclarationState, command: PublicCommand): string => {
  const decision = decidePublic(state, command);
  return decision.ok ? decision.events.map(({ type }) => type).join() : decision.refusal.reason;
};

describe('what is open to everyone', () => {
  it.each(Object.entries(TABLE))('%s: open, close, publish, withdraw', (name, expected) => {
    const [, state] = Object.entries(STATES).find(([known]) => known === name) ?? [];
    expect(COMMANDS.map((command) => state && answer(state, command))).toEqual(expected);
  });

  it('is nothing at first, and each by itself', () => {
    const open = Object.entries(STATES).map(([name, state]) => [
      name,
      isBoardOpen(state),
      isPublic(state),
    ]);
    expect(open).toEqual([
      ['planned', false, false],
      ['held', false, false],
      ['board open', true, false],
      ['board closed', false, false],
      ['published', false, true],
      ['withdrawn', false, false],
    ]);
  });

  it('tells of a withdrawal when and why, until it is published again', () => {
    const { publication } = stateAfter(PUBLISHED, WITHDRAWN);
    expect(publication?.withdrawn).toEqual({ at: NOW, reason: 'Diperbaiki' });
    expect(stateAfter(PUBLISHED, WITHDRAWN, PUBLISHED).publication).toEqual({ publishedAt: NOW });
  });
});

describe('what an evaluator asks for', () => {
  const standing = (...events: readonly DeclarationEvent[]) => {
    const { publicationUrl: _, ...event } = HELD;
    const { state, documents } = withFacts(ceremony({ event }), ...events);
    return evidenceList({ state, documents }).find(({ key }) => key === 'publication')?.standing;
  };

  it('is published when the page is open, and no more once it is withdrawn', () => {
    const [before, open, gone] = [standing(), standing(PUBLISHED), standing(PUBLISHED, WITHDRAWN)];
    expect(open).not.toBe(before);
    expect(gone).toBe(before);
  });
});

describe('the public record', () => {
  const record = (change: Parameters<typeof ceremony>[0]) => {
    const { state, documents } = ceremony(change);
    return publicRecord(state, documents);
  };

  it('names units with who signs for them, and proposed ones apart', () => {
    const units = [unit('Dinas Satu'), unit('Dinas Dua', { standing: 'proposed' })];
    const told = record({ units, pledges: [] });
    expect(told.units.map(({ name, head }) => [name, head?.name])).toEqual([
      ['Dinas Satu', 'Ketua Dinas Satu'],
    ]);
    expect(told.proposedUnits.map(({ name }) => name)).toEqual(['Dinas Dua']);
  });

  it('counts pledges of staff, and names none of the staff', () => {
    const told = record({ pledges: [pledger('Rina Wati'), pledger('Andi Saputra')] });
    expect(told.pledges).toEqual({ complete: 0, total: 2 });
    expect(JSON.stringify(told)).not.toMatch(/Rina Wati|Andi Saputra/);
  });

  it('holds no address and no number of a person', () => {
    const head = person('Ketua', { nip: '197001011990032001' });
    const told = JSON.stringify(record({ units: [unit('Dinas Satu', { head })] }));
    expect(told).not.toMatch(/example\.test|197001011990032001/);
  });

  it('tells each regulation once, and how far each document has come', () => {
    const made = signedBy(ceremony({ ...cityOf(2), commitment: true }), 'Ketua Dinas 1', {
      at: NOW,
      kinds: ['charter'],
    });
    const told = publicRecord(made.state, made.documents);
    expect(told.documents.map(({ kind, signed, total }) => [kind, signed, total])).toEqual([
      ['charter', 1, 5],
      ['commitment', 0, 5],
    ]);
    expect(told.legalBasis.length).toBeGreaterThan(0);
    expect(new Set(told.legalBasis).size).toBe(told.legalBasis.length);
  });
});
