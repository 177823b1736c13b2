/** The key of the seal: the secret that holds or names it, the KMS key if so chosen, and who may sign. */
import { CfnOutput, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import {
  AccountRootPrincipal,
  ArnPrincipal,
  PolicyDocument,
  PolicyStatement,
} from 'aws-cdk-lib/aws-iam';
import { Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import { CfnSecret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import type { Room } from './room.ts';

/** A key that is made in KMS and never leaves it. */
export type SealKms = {
  readonly keySpec: keyof typeof KEY_SPECS;
  /** ARN of who may sign too: the operator, for as long as a certificate is requested. */
  readonly requester: string | undefined;
};

export const KEY_SPECS = { rsa: KeySpec.RSA_3072, ec: KeySpec.ECC_NIST_P256 } as const;

const SIGN = ['kms:GetPublicKey', 'kms:Sign'];
/** No `kms:CreateGrant`: with a grant an administrator could let anybody sign. */
const ADMINISTER = [
  'kms:CancelKeyDeletion',
  'kms:CreateAlias',
  'kms:DeleteAlias',
  'kms:DescribeKey',
  'kms:DisableKey',
  'kms:EnableKey',
  'kms:GetKeyPolicy',
  'kms:GetKeyRotationStatus',
  'kms:ListResourceTags',
  'kms:PutKeyPolicy',
  'kms:ScheduleKeyDeletion',
  'kms:TagResource',
  'kms:UntagResource',
  'kms:UpdateAlias',
  'kms:UpdateKeyDescription',
];

export class SealKey extends Construct {
  /** The role that signs; named in advance, for the key's policy is there before the role is. */
  readonly roleName: string;
  private readonly secret: CfnSecret;
  private readonly key: Key | undefined;

  constructor(scope: Construct, id: string, kms: SealKms | undefined) {
    super(scope, id);
    this.roleName = `piagam-seal-${Stack.of(this).region}`;
    // Left empty: a value in the template would come back over the operator's key on an update.
    this.secret = new CfnSecret(this, 'Secret', {
      description: 'Piagam: key and certificates of the electronic seal, or the KMS key it is',
    });
    this.secret.applyRemovalPolicy(RemovalPolicy.RETAIN);
    Validations.of(this.secret).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason: 'The certificate authority issues the certificate; a new one is put in by hand.',
    });
    new CfnOutput(this, 'Arn', { value: this.secret.ref });
    this.key = kms && this.makeKey(kms);
  }

  grantSign(room: Room): void {
    room.allow(
      new PolicyStatement({
        actions: ['secretsmanager:GetSecretValue'],
        resources: [this.secret.ref],
      }),
    );
    room.set('sealKey', this.secret.ref);
    if (this.key === undefined) return;
    room.allow(new PolicyStatement({ actions: SIGN, resources: [this.key.keyArn] }));
  }

  private makeKey({ keySpec, requester }: SealKms): Key {
    const key = new Key(this, 'KmsKey', {
      description: 'Piagam: the electronic seal',
      alias: 'piagam-seal',
      keySpec: KEY_SPECS[keySpec],
      keyUsage: KeyUsage.SIGN_VERIFY,
      policy: this.keyPolicy(requester),
      removalPolicy: RemovalPolicy.RETAIN,
    });
    new CfnOutput(this, 'KeyArn', { value: key.keyArn });
    return key;
  }

  /** In a key's own policy the only resource there is, is `*`: the key. */
  private keyPolicy(requester: string | undefined): PolicyDocument {
    const account = new AccountRootPrincipal();
    const resources = ['*'];
    const { roleName } = this;
    const role = Stack.of(this).formatArn({
      service: 'iam',
      region: '',
      resource: 'role',
      resourceName: roleName,
    });
    const statements = [
      new PolicyStatement({ principals: [account], actions: ADMINISTER, resources }),
      new PolicyStatement({
        principals: [account],
        actions: SIGN,
        resources,
        conditions: { ArnEquals: { 'aws:PrincipalArn': role } },
      }),
    ];
    if (requester !== undefined) {
      const principals = [new ArnPrincipal(requester)];
      statements.push(new PolicyStatement({ principals, actions: SIGN, resources }));
    }
    return new PolicyDocument({ statements });
  }
}
