/** The append-only record: a table that nobody may update or delete from. */
import { RemovalPolicy } from 'aws-cdk-lib';
import {
  AttributeType,
  BillingMode,
  ProjectionType,
  StreamViewType,
  Table,
  TableEncryption,
} from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { type LedgerIndex, TABLE_SCHEMA } from '../table-schema.ts';
import type { Room } from './room.ts';

/** How the keys of wishes for a letter begin; see functions/domain/commit.ts. */
const REQUEST_PREFIX = 'REQUEST#';

const INDEXES: readonly LedgerIndex[] = TABLE_SCHEMA.indexes;

const READ_BY_KEY = ['dynamodb:BatchGetItem', 'dynamodb:GetItem'] as const;

const text = (name: string) => ({ name, type: AttributeType.STRING });

export class Ledger extends Construct {
  private readonly table: Table;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.table = new Table(this, 'Table', {
      partitionKey: text(TABLE_SCHEMA.partitionKey),
      sortKey: text(TABLE_SCHEMA.sortKey),
      timeToLiveAttribute: TABLE_SCHEMA.timeToLive,
      stream: StreamViewType[TABLE_SCHEMA.streamView],
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.AWS_MANAGED,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    for (const { name, partitionKey, sortKey, projection } of INDEXES) {
      this.table.addGlobalSecondaryIndex({
        indexName: name,
        partitionKey: text(partitionKey),
        ...(sortKey === undefined ? {} : { sortKey: text(sortKey) }),
        projectionType: ProjectionType[projection],
      });
    }
  }

  /** The stream of new rows, for the commit feed. */
  get streamArn(): string {
    if (this.table.tableStreamArn === undefined) throw new Error('the ledger has no stream');
    return this.table.tableStreamArn;
  }

  grantRead(room: Room): void {
    const { tableArn, tableName } = this.table;
    // Named one by one: `index/*` would be a wildcard.
    const indexArns = INDEXES.map(({ name }) => `${tableArn}/index/${name}`);
    room.allow(
      new PolicyStatement({ actions: [...READ_BY_KEY], resources: [tableArn] }),
      new PolicyStatement({ actions: ['dynamodb:Query'], resources: [tableArn, ...indexArns] }),
    );
    room.set('table', tableName);
  }

  /** Rows by their keys; nothing that lists declarations, commits or pending work. */
  grantReadByKey(room: Room): void {
    const { tableArn, tableName } = this.table;
    room.allow(new PolicyStatement({ actions: [...READ_BY_KEY], resources: [tableArn] }));
    room.set('table', tableName);
  }

  /** Only the streams of wishes for a letter: neither a document nor a declaration can be written. */
  grantRequest(room: Room): void {
    room.allow(
      new PolicyStatement({
        actions: ['dynamodb:PutItem'],
        resources: [this.table.tableArn],
        conditions: {
          'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [`${REQUEST_PREFIX}*`] },
        },
      }),
    );
  }

  /** TransactWriteItems is authorised as the PutItems it carries; nothing may update or delete. */
  grantAppend(room: Room): void {
    this.grantRead(room);
    room.allow(
      new PolicyStatement({
        actions: ['dynamodb:PutItem'],
        resources: [this.table.tableArn],
      }),
    );
  }
}
