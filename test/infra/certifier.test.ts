/** Who comes near the account of the provider of certified signatures: the signing room, if there is one. */
import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { ENV } from '../../functions/runtime/env.ts';
import { read, resources, statementsOf, synthesise } from './templates.ts';

/** The roles that hold an action on what the pattern names. */
const holders = (
  { service }: ReturnType<typeof synthesise>,
  action: string,
  on: RegExp,
): readonly string[] =>
  [...resources(service, 'AWS::IAM::Role').keys()].filter((role) =>
    statementsOf(service, role).some(
      ({ Action, Resource }) => Action.includes(action) && on.test(JSON.stringify(Resource)),
    ),
  );

/** The rooms that are told where the account is. */
const told = ({ service }: ReturnType<typeof synthesise>): readonly string[] =>
  [...resources(service, 'AWS::Lambda::Function')]
    .filter(([, { Properties }]) => {
      const { Variables } = read(
        z.object({ Variables: z.record(z.string(), z.unknown()) }),
        Properties['Environment'] ?? { Variables: {} },
      );
      return ENV.certifier in Variables;
    })
    .map(([id]) => id);

const SIGNING_ROLE = expect.stringMatching(/^SigningRole/);
const DOCUMENTS = /FilesBucket\w+"},"\/documents\//;

describe('with a provider', () => {
  const chosen = synthesise({ certifier: 'true' });

  test('the signing room alone reads its account, and puts signed files where they belong', () => {
    expect(holders(chosen, 'secretsmanager:GetSecretValue', /Certifier/)).toEqual([SIGNING_ROLE]);
    expect(holders(chosen, 's3:PutObject', DOCUMENTS)).toContainEqual(SIGNING_ROLE);
    expect(told(chosen)).toEqual([expect.stringMatching(/^SigningFunction/)]);
  });

  test('the signing room can put neither what is confirmed nor what is sealed', () => {
    const role = [...resources(chosen.service, 'AWS::IAM::Role').keys()].find((id) =>
      id.startsWith('SigningRole'),
    );
    const put = statementsOf(chosen.service, role ?? '')
      .filter(({ Action }) => Action.includes('s3:PutObject'))
      .flatMap(({ Resource }) => JSON.stringify(Resource).match(/documents[^"]*/g) ?? []);
    expect(put.sort()).toEqual(['documents/*/certified-*', 'documents/*/certifier-*']);
  });

  test('its account is retained, and has no value that an update could put back', () => {
    const secrets = [...resources(chosen.records, 'AWS::SecretsManager::Secret')];
    const account = secrets.find(([id]) => id.startsWith('Certifier'))?.[1];
    expect(Object.keys(account?.Properties ?? {})).toEqual(['Description']);
    expect(account?.DeletionPolicy).toBe('Retain');
  });

  test('the AWS Solutions rules find nothing', () => {
    expect(new AwsSolutionsChecks().validateScope(chosen.app).violations).toEqual([]);
  });
});

test('without one the signing room puts nothing, and nobody is told of an account', () => {
  const plain = synthesise();
  expect(holders(plain, 's3:PutObject', DOCUMENTS)).not.toContainEqual(SIGNING_ROLE);
  expect(told(plain)).toEqual([]);
});

test('a flag that is neither true nor false is refused', () => {
  expect(() => synthesise({ certifier: 'bsre' })).toThrow('certifier is true or false');
});
