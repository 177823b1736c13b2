/** Who may count attempts, and who may take turns: two kinds of rows of one table, kept apart by their keys. */
import { expect, test } from 'vitest';
import { TURN_PREFIX } from '../../functions/adapters/dynamo-lease.ts';
import { SEAT_PREFIX } from '../../functions/adapters/dynamo-limiter.ts';
import { resources, statementsOf, synthesise } from './templates.ts';

const { service } = synthesise();

const only = (prefix: string) => ({
  'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [`${prefix}*`] },
});

test('notify alone takes turns, and the rooms with a door count attempts', () => {
  const kept = [...resources(service, 'AWS::IAM::Role').keys()].flatMap((role) =>
    statementsOf(service, role)
      .filter(({ Resource: on }) => JSON.stringify(on).includes('RatesTable'))
      .map(({ Action, Condition }) => [role.replace(/Role\w*$/, ''), Action, Condition]),
  );
  expect(kept).toEqual([
    ['Signing', ['dynamodb:PutItem'], only(SEAT_PREFIX)],
    ['Archive', ['dynamodb:PutItem'], only(SEAT_PREFIX)],
    ['Board', ['dynamodb:PutItem'], only(SEAT_PREFIX)],
    ['Notify', ['dynamodb:PutItem'], only(TURN_PREFIX)],
  ]);
});
