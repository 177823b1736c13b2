/** Where attempts are counted: a table that may be lost, apart from the record that may not. */
import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { RATES_SCHEMA } from '../table-schema.ts';
import type { Room } from './room.ts';

export class Rates extends Construct {
  private readonly table: Table;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.table = new Table(this, 'Table', {
      partitionKey: { name: RATES_SCHEMA.partitionKey, type: AttributeType.STRING },
      timeToLiveAttribute: RATES_SCHEMA.timeToLive,
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.AWS_MANAGED,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    Validations.of(this.table).acknowledge({
      id: 'AwsSolutions-DDB3',
      reason: 'Counts of ten minutes: traces of people that shall be gone, not restored.',
    });
  }

  grantCount(room: Room): void {
    room.allow(
      new PolicyStatement({ actions: ['dynamodb:PutItem'], resources: [this.table.tableArn] }),
    );
    room.set('rates', this.table.tableName);
  }
}
