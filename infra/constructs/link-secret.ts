/** The secret that personal links are made with; generated once and never seen by anybody. */
import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import type { Room } from './room.ts';

/** Letters and digits carry almost 6 bits each: more than the 256 bits HMAC-SHA-256 can use. */
const SECRET_LENGTH = 64;

export class LinkSecret extends Construct {
  private readonly secret: Secret;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.secret = new Secret(this, 'Secret', {
      description: 'Piagam: HMAC secret of the personal signing links',
      generateSecretString: { passwordLength: SECRET_LENGTH, excludePunctuation: true },
      removalPolicy: RemovalPolicy.RETAIN,
    });
    Validations.of(this.secret).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason: 'Rotation would void every link that has been mailed and is still waiting.',
    });
  }

  grantRead(room: Room): void {
    room.allow(
      new PolicyStatement({
        actions: ['secretsmanager:GetSecretValue'],
        resources: [this.secret.secretArn],
      }),
    );
    room.set('linkSecret', this.secret.secretArn);
  }
}
