/** What is told of a document to everyone: nothing of the inner life of its seal. */
import { expect, test } from 'vitest';
import { publish } from '../../functions/domain/summary.ts';
import { run, SHA, states, upgrade } from './life.ts';

test('of its seal everyone is told which file it is, and not what we still intend with it', () => {
  expect(publish(states.told())).toMatchObject({ status: 'sealed', sealedSha256: SHA });
  const lifted = run(states.told(), upgrade('B-LT'));
  for (const state of [states.told(), lifted])
    expect(JSON.stringify(publish(state))).not.toMatch(/goal|upgradedAt|sealedBy|sizeBytes/);
});
