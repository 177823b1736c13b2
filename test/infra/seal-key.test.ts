/** Who can seal: one role of all, whatever the agency chooses for its key. */
import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { read, resources, statementsIn, statementsOf, synthesise } from './templates.ts';

const REQUESTER = 'arn:aws:iam::000000000000:role/operator';
const SIGNS = /^(kms:(Sign|CreateGrant|\*)|\*)/;

const CHOICES = {
  'a key in the secret': {},
  'an RSA key in KMS': { sealKms: 'rsa', timestamps: 'true' },
  'an EC key in KMS': { sealKms: 'ec', timestamps: 'true' },
} as const;

type Synthesis = ReturnType<typeof synthesise>;

/** Logical ids of the roles that hold an action on what the pattern names. */
const holders = ({ service }: Synthesis, action: RegExp, on: RegExp): readonly string[] =>
  [...resources(service, 'AWS::IAM::Role').keys()].filter((role) =>
    statementsOf(service, role).some(
      ({ Action, Resource }) =>
        Action.some((name) => action.test(name)) && on.test(JSON.stringify(Resource)),
    ),
  );

const oneSealRole = [expect.stringMatching(/^SealRole/)];

describe.each(Object.entries(CHOICES))('with %s', (_, choice) => {
  const chosen = synthesise(choice);
  const { app, records, service } = chosen;
  const roles = [...resources(service, 'AWS::IAM::Role').keys()];

  test('no role but that of the seal room reads its secret', () => {
    expect(roles.length).toBeGreaterThan(8);
    expect(holders(chosen, /./, /SealKeySecret/)).toEqual(oneSealRole);
    expect([...resources(records, 'AWS::IAM::Role').keys()]).toEqual([]);
  });

  test('no role but that of the seal room signs with a key, and with this one only', () => {
    const inKms = 'sealKms' in choice;
    expect(holders(chosen, SIGNS, /./)).toEqual(inKms ? oneSealRole : []);
    expect(holders(chosen, /^kms:/, /SealKeyKmsKey/)).toEqual(inKms ? oneSealRole : []);
  });

  test('the list of authorities is read by the seal room alone, where there is one', () => {
    expect(holders(chosen, /./, /Timestamps/)).toEqual('timestamps' in choice ? oneSealRole : []);
    expect(holders(chosen, /GetSecretValue/, /Trust/)).toEqual([
      expect.stringMatching(/^ArchiveRole/),
      ...oneSealRole,
    ]);
  });

  test('the AWS Solutions rules find nothing', () => {
    expect(new AwsSolutionsChecks().validateScope(app).violations).toEqual([]);
  });
});

test('what is chosen keeps its logical ids, is retained, and has no value that an update could put back', () => {
  const { records } = synthesise({ sealKms: 'rsa', timestamps: 'true' });
  const secrets = resources(records, 'AWS::SecretsManager::Secret');
  expect([...resources(records, 'AWS::KMS::Key').keys()]).toEqual(['SealKeyKmsKey2A9BBDE5']);
  for (const id of ['SealKeySecret359E3179', 'TimestampsList831DBD44', 'TrustAnchorsFFCC34D0']) {
    expect(Object.keys(secrets.get(id)?.Properties ?? {})).toEqual(['Description']);
    expect(secrets.get(id)?.DeletionPolicy).toBe('Retain');
  }
});

const KeyProperties = z.object({
  KeySpec: z.string(),
  KeyUsage: z.string(),
  KeyPolicy: z.unknown(),
  EnableKeyRotation: z.boolean().optional(),
});

function keyOf({ records }: Synthesis) {
  const [found, ...others] = resources(records, 'AWS::KMS::Key').values();
  expect(others).toEqual([]);
  return { ...read(KeyProperties, found?.Properties), DeletionPolicy: found?.DeletionPolicy };
}

const signingStatements = (synthesis: Synthesis) =>
  statementsIn(keyOf(synthesis).KeyPolicy).filter(({ Action }) =>
    Action.some((name) => SIGNS.test(name)),
  );

describe('a key in KMS', () => {
  test.each([
    ['rsa', 'RSA_3072'],
    ['ec', 'ECC_NIST_P256'],
  ])('%s is made for signing, is kept, and has an alias', (sealKms, spec) => {
    const made = synthesise({ sealKms });
    expect(keyOf(made)).toMatchObject({ KeySpec: spec, KeyUsage: 'SIGN_VERIFY' });
    expect(keyOf(made).DeletionPolicy).toBe('Retain');
    // KMS rotates no asymmetric key: the certificate is for this one.
    expect(keyOf(made).EnableKeyRotation).toBeUndefined();
    made.records.hasResourceProperties('AWS::KMS::Alias', { AliasName: 'alias/piagam-seal' });
  });

  test('lets nobody sign but the role of the seal room, by name', () => {
    const made = synthesise({ sealKms: 'ec' });
    const [statement, ...others] = signingStatements(made);
    expect(others).toEqual([]);
    expect(statement?.Action).toEqual(['kms:GetPublicKey', 'kms:Sign']);
    const roles = [...resources(made.service, 'AWS::IAM::Role')];
    const names = roles.flatMap(([id, { Properties }]) =>
      id.startsWith('SealRole') ? [read(z.string(), Properties['RoleName'])] : [],
    );
    expect(names).toEqual(['piagam-seal-ap-southeast-3']);
    const arn = ['arn:', { Ref: 'AWS::Partition' }, ':iam::', { Ref: 'AWS::AccountId' }];
    expect(statement?.Condition).toEqual({
      ArnEquals: { 'aws:PrincipalArn': { 'Fn::Join': ['', [...arn, `:role/${names[0]}`]] } },
    });
  });

  test('lets who requests the certificate sign too, as long as that is asked for', () => {
    const [, requester, ...others] = signingStatements(
      synthesise({ sealKms: 'ec', sealRequester: REQUESTER }),
    );
    expect(requester?.Principal).toEqual({ AWS: REQUESTER });
    expect(others).toEqual([]);
  });

  test.each([
    [{ sealKms: 'ed25519' }, 'sealKms is one of rsa, ec'],
    [{ sealRequester: REQUESTER }, 'sealRequester needs sealKms'],
    [{ timestamps: 'yes' }, 'timestamps is true or false'],
  ])('is not made of %o', (context, refusal) => {
    expect(() => synthesise(context)).toThrow(refusal);
  });
});
