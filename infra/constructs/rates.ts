/** Where attempts are counted and turns are taken: a table that may be lost, apart from the record. */
import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { RATES_SCHEMA } from '../table-schema.ts';
import type { Room } from './room.ts';

/** How the keys of seats and of turns begin; see functions/adapters/dynamo-limiter.ts and -lease.ts. */
const SEATS = 'seat#*';
const TURNS = 'turn#*';

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
      reason:
        'Counts of ten minutes and turns of one: traces of people that shall be gone, not restored.',
    });
  }

  grantCount(room: Room): void {
    this.grantPut(room, SEATS);
  }

  /** Who counts attempts, the doors that anybody may knock at, cannot keep a letter from being written. */
  grantTurns(room: Room): void {
    this.grantPut(room, TURNS);
  }

  private grantPut(room: Room, keys: string): void {
    room.allow(
      new PolicyStatement({
        actions: ['dynamodb:PutItem'],
        resources: [this.table.tableArn],
        conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [keys] } },
      }),
    );
    room.set('rates', this.table.tableName);
  }
}
