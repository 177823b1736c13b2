import { describe, expect, it } from 'vitest';
import { AREAS } from '../../functions/domain/area.ts';
import { begets } from '../../functions/domain/begets.ts';
import type { Declaration, DeclarationState, Unit } from '../../functions/domain/declaration.ts';
import { evolveDeclaration } from '../../functions/domain/declaration.ts';
import type { DocumentState } from '../../functions/domain/document.ts';
import { evolve } from '../../functions/domain/document.ts';
import { declarationProgress } from '../../functions/domain/progress.ts';
import { declaration, HELD, NOW, person, pledger, unit } from '../samples/declaration.ts';
import { AFTER_DEADLINE, evidence, render, run, seal, sign } from './life.ts';

type Case = { readonly state: DeclarationState; readonly documents: readonly DocumentState[] };

/** A declaration whose documents are all printed. */
function declared(change: Partial<Declaration>): Case {
  const made = declaration(change);
  const plans = begets(made, NOW);
  const documents = plans.map((plan, index) =>
    run(
      evolve(
        undefined,
        {
          type: 'DocumentDrafted',
          draft: { ...plan, id: `${index}`, declarationId: 'd' },
        },
        NOW,
      ),
      render,
    ),
  );
  const entries = plans.map(({ kind, title, signers }, index) => ({
    id: `${index}`,
    kind,
    title,
    people: signers.map((signer) => signer.person),
  }));
  const event = {
    type: 'DeclarationMade',
    declaration: made,
    documents: entries,
    people: [],
  } as const;
  return { state: evolveDeclaration(undefined, event, { id: 'd', at: NOW }), documents };
}

const signedByAll = (document: DocumentState): DocumentState =>
  document.draft.signers.reduce((state, { number }) => run(state, sign(number)), document);

const sealed = (document: DocumentState): DocumentState =>
  run(signedByAll(document), evidence, seal);

const progress = ({ state, documents }: Case, now = NOW) =>
  declarationProgress(state, documents, now);

const standings = (made: Case) =>
  Object.fromEntries(progress(made).evidence.map(({ key, standing }) => [key, standing]));

const action = {
  area: 'management',
  activity: 'Menyusun tim kerja',
  indicator: 'Tim kerja terbentuk',
  target: '1 SK',
  month: '2022-10',
  personInCharge: 'Sekretaris',
  evidence: 'SK tim kerja',
} as const;

describe('the progress of a declaration', () => {
  it('counts complete documents of each kind', () => {
    const made = declared({ units: [unit('Dinas Satu'), unit('Dinas Dua')] });
    const [first, ...rest] = made.documents;
    if (first === undefined) throw new Error('nothing made');
    expect(progress({ ...made, documents: [sealed(first), ...rest] }).documents).toEqual([
      { kind: 'charter', complete: 1, total: 2 },
      { kind: 'pledge', complete: 0, total: 1 },
    ]);
  });

  it('expects no minutes once nothing was signed that they could tell of', () => {
    const made = declared({ minutes: true, pledges: [] });
    const kinds = (state: DeclarationState) =>
      progress({ ...made, state }).documents.map(({ kind }) => kind);
    const commit = { id: 'd', at: NOW };
    const drafted = evolveDeclaration(made.state, { type: 'DocumentsDrafted', count: 1 }, commit);
    expect(kinds(drafted)).toEqual(['charter', 'minutes']);
    const dropped = evolveDeclaration(drafted, { type: 'MinutesDropped' }, commit);
    expect(kinds(dropped)).toEqual(['charter']);
  });

  it('counts pledges per unit, on sheets of one’s own and of the unit, and the whole staff', () => {
    const units = [unit('Dinas Satu'), unit('Dinas Dua')];
    const sheet = { unit: 'Dinas Dua', members: [person('Ani'), person('Budi'), person('Cici')] };
    const made = declared({ units, charterMode: 'none', collectivePledges: [sheet] });
    const [own, together] = made.documents;
    if (own === undefined || together === undefined) throw new Error('nothing made');
    const documents = [signedByAll(own), run(together, sign(1), sign(3))];
    expect(progress({ ...made, documents }).pledges).toEqual({
      units: [
        { unit: 'Dinas Satu', signed: 1, total: 1, percent: 100 },
        { unit: 'Dinas Dua', signed: 2, total: 3, percent: 66 },
      ],
      staff: { signed: 63, total: 80, percent: 78, majority: 50, reached: true },
    });
  });

  it('leaders pledge apart: they do not count as staff', () => {
    const boss = { ...pledger('Kepala'), rankAndFile: false };
    const made = declared({ charterMode: 'none', pledges: [boss] });
    const documents = made.documents.map(signedByAll);
    expect(progress({ ...made, documents }).pledges.staff).toMatchObject({ signed: 60, total: 80 });
  });

  it('tells whose signature is awaited, and what is overdue and by whom', () => {
    const made = declared({ pledges: [] });
    expect(progress(made).waiting).toMatchObject([{ turn: [{ name: 'Ketua Dinas Satu' }] }]);
    expect(progress(made).overdue).toEqual([]);
    const late = progress(made, AFTER_DEADLINE);
    expect(late.waiting).toEqual([]);
    expect(late.overdue).toMatchObject([
      { kind: 'charter', missing: [{ number: 1 }, { number: 2 }, { number: 3 }] },
    ]);
  });

  it('names the lines of action plans whose month has passed', () => {
    const units = [unit('Dinas Satu', { actions: [action, { ...action, month: '2027-01' }] })];
    expect(progress(declared({ units })).actionsPast).toEqual([
      { unit: 'Dinas Satu', activity: 'Menyusun tim kerja', month: '2022-10' },
    ]);
  });

  it('asks for a renewal a year after the event', () => {
    expect(progress(declared({})).renewalDue).toBe('2023-09-21');
    const leap = declared({ event: { ...HELD, date: '2024-02-29' } });
    expect(progress(leap).renewalDue).toBe('2025-03-01');
    expect(progress(declared({ event: { status: 'planned' } })).renewalDue).toBeUndefined();
  });
});

describe('what an evaluator will find', () => {
  it('is missing as long as nothing is signed', () => {
    const { publicationUrl, ...silent } = HELD;
    expect(standings(declared({ event: silent }))).toEqual({
      pledges: 'missing',
      charter: 'missing',
      commitment: 'missing',
      witness: 'missing',
      minutes: 'missing',
      publication: 'missing',
      actionPlan: 'missing',
      team: 'elsewhere',
    });
  });

  it('lies elsewhere where all pledges were signed before', () => {
    const before = declared({ pledges: [] });
    expect(standings(before)['pledges']).toBe('elsewhere');
    const none = declared({ pledges: [], pledgesElsewhere: undefined });
    expect(standings(none)['pledges']).toBe('missing');
  });

  it('holds action plans only when each unit that declares has one', () => {
    const actions = AREAS.map((area) => ({ ...action, area }));
    const plansOf = (units: readonly Unit[]) => {
      const made = declared({ units, pledges: [] });
      return standings({ ...made, documents: made.documents.map(sealed) })['actionPlan'];
    };
    const whole = unit('Dinas Satu', { actions });
    expect(plansOf([whole, unit('Dinas Dua', { standing: 'proposed' })])).toBe('present');
    expect(plansOf([whole, unit('Dinas Dua')])).toBe('partial');
  });

  it('is present once it is complete, and partial before', () => {
    const made = declared({
      units: [unit('Dinas Satu', { actions: [action] })],
      commitment: true,
      minutes: true,
      pledges: [pledger('Ani'), pledger('Budi')],
    });
    const documents = made.documents.map((document) =>
      document.draft.title.endsWith('Budi') ? document : sealed(document),
    );
    expect(standings({ ...made, documents })).toEqual({
      pledges: 'partial',
      charter: 'present',
      commitment: 'present',
      witness: 'present',
      minutes: 'present',
      publication: 'present',
      // One area of six.
      actionPlan: 'partial',
      team: 'elsewhere',
    });
  });
});
