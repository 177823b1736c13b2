/** The place of the seal's PEM bundle; the operator puts it in, and only the seal room reads it. */
import { CfnOutput, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { CfnSecret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import type { Room } from './room.ts';

export class SealKey extends Construct {
  private readonly secret: CfnSecret;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    // Left empty: a value in the template would come back over the operator's key on an update.
    this.secret = new CfnSecret(this, 'Secret', {
      description: 'Piagam: PEM bundle of the electronic seal (private key, certificate, chain)',
    });
    this.secret.applyRemovalPolicy(RemovalPolicy.RETAIN);
    Validations.of(this.secret).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason: 'The certificate authority issues the certificate; a new one is put in by hand.',
    });
    new CfnOutput(this, 'Arn', { value: this.secret.ref });
  }

  grantRead(room: Room): void {
    room.allow(
      new PolicyStatement({
        actions: ['secretsmanager:GetSecretValue'],
        resources: [this.secret.ref],
      }),
    );
    room.set('sealKey', this.secret.ref);
  }
}
