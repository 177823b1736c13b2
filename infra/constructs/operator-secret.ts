/** What the operator puts in by hand: the secret that keeps it, and the rooms that read it. */
import { CfnOutput, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { CfnSecret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import type { Setting } from '../../functions/runtime/env.ts';
import type { Room } from './room.ts';

type OperatorSecretProps = {
  /** Id of the secret itself. */
  readonly holds: string;
  readonly description: string;
  /** Why it is not rotated by itself. */
  readonly changedByHand: string;
  /** By which a room is told where it is. */
  readonly setting: Setting;
};

export class OperatorSecret extends Construct {
  private readonly secret: CfnSecret;
  private readonly setting: Setting;

  constructor(scope: Construct, id: string, props: OperatorSecretProps) {
    super(scope, id);
    const { holds, description, changedByHand: reason } = props;
    this.setting = props.setting;
    // Left empty: a value in the template would come back over the operator's on an update.
    this.secret = new CfnSecret(this, holds, { description });
    this.secret.applyRemovalPolicy(RemovalPolicy.RETAIN);
    Validations.of(this.secret).acknowledge({ id: 'AwsSolutions-SMG4', reason });
    new CfnOutput(this, 'Arn', { value: this.secret.ref });
  }

  grantRead(room: Room): void {
    const actions = ['secretsmanager:GetSecretValue'];
    room.allow(new PolicyStatement({ actions, resources: [this.secret.ref] }));
    room.set(this.setting, this.secret.ref);
  }
}
