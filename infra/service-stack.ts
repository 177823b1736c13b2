/** Everything that can be made anew: the rooms, what wakes them, and who may do what. */
import { type App, CfnOutput, Stack } from 'aws-cdk-lib';
import type { Worker } from '../functions/runtime/subscriptions.ts';
import { Alerts } from './constructs/alerts.ts';
import { Bounces } from './constructs/bounces.ts';
import { Clock } from './constructs/clock.ts';
import { CommitFeed } from './constructs/commit-feed.ts';
import { FrontDoor } from './constructs/front-door.ts';
import type { Ledger } from './constructs/ledger.ts';
import { Mail } from './constructs/mail.ts';
import { Rates } from './constructs/rates.ts';
import { Room, type RoomProps } from './constructs/room.ts';
import { Subscription } from './constructs/subscription.ts';
import type { RecordsStack } from './records-stack.ts';
import type { RoomName } from './rooms.ts';
import type { Settings } from './settings.ts';

export type ServiceProps = { readonly settings: Settings; readonly records: RecordsStack };

type Rooms = Readonly<Record<RoomName, Room>>;

export class ServiceStack extends Stack {
  private readonly alerts: Alerts;

  constructor(app: App, id: string, { settings, records }: ServiceProps) {
    super(app, id, {
      env: { region: settings.region },
      description: 'Piagam: the service (functions, API, queues)',
    });
    this.alerts = new Alerts(this, 'Alerts');
    const rooms: Rooms = {
      admin: this.room('Admin', 'admin'),
      signing: this.room('Signing', 'signing'),
      archive: this.room('Archive', 'archive'),
      board: this.room('Board', 'board'),
      draft: this.room('Draft', 'draft'),
      render: this.room('Render', 'render'),
      seal: this.room('Seal', 'seal', { roleName: records.sealKey.roleName }),
      notify: this.room('Notify', 'notify'),
      bounce: this.room('Bounce', 'bounce'),
      sweep: this.room('Sweep', 'sweep'),
    };
    this.openDoors(rooms, settings.publicUrl);
    this.startWork(rooms, records.ledger);
    this.grantRecords(rooms, records);
    const rates = new Rates(this, 'Rates');
    for (const room of [rooms.signing, rooms.archive, rooms.board]) rates.grantCount(room);
    rates.grantTurns(rooms.notify);
    const bounces = new Bounces(this, 'Bounces', { room: rooms.bounce, alerts: this.alerts });
    new Mail(this, 'Mail', { from: settings.mailFrom, bounces }).grantSend(rooms.notify);
    new CfnOutput(this, 'AlertsTopic', { value: this.alerts.topic.topicArn });
  }

  private room(id: string, name: RoomName, named: Pick<RoomProps, 'roleName'> = {}): Room {
    return new Room(this, id, { name, alerts: this.alerts, ...named });
  }

  private openDoors(rooms: Rooms, publicUrl: string | undefined): void {
    const door = new FrontDoor(this, 'FrontDoor', this.alerts);
    door.open(rooms);
    const origin = publicUrl ?? door.origin;
    const { admin, signing, archive, board, render, notify } = rooms;
    const speakers = [admin, signing, archive, board, render, notify];
    for (const room of speakers) room.set('publicUrl', origin);
    new CfnOutput(this, 'Origin', { value: door.origin });
  }

  private startWork(rooms: Rooms, ledger: Ledger): void {
    const { alerts } = this;
    const feed = new CommitFeed(this, 'CommitFeed', { ledger, alerts });
    const subscribe = (id: string, worker: Worker) =>
      new Subscription(this, id, { worker, room: rooms[worker], feed, alerts });
    subscribe('DraftWork', 'draft');
    subscribe('RenderWork', 'render');
    subscribe('SealWork', 'seal');
    subscribe('NotifyWork', 'notify');
    new Clock(this, 'Clock', { room: rooms.sweep, alerts });
  }

  /** Who may do what with the records; nothing is granted anywhere else. */
  private grantRecords(rooms: Rooms, records: RecordsStack): void {
    const { ledger, files, linkSecret, sealKey, trust, timestamps, certifier, signIn } = records;
    const { admin, signing, archive, board, draft, render, seal, notify, bounce, sweep } = rooms;
    for (const room of [admin, signing, draft, render, seal, notify, bounce, sweep]) {
      ledger.grantAppend(room);
    }
    ledger.grantRead(archive);
    ledger.grantReadByKey(board);
    ledger.grantRequest(board);

    files.grantPut(admin, 'logos/*');
    files.grantRead(render, 'logos');
    files.grantPut(
      render,
      'documents/*/unsigned-*',
      'documents/*/evidence-*',
      'documents/*/marks-*',
    );
    files.grantPut(seal, 'documents/*/sealed-*', 'canary/*');
    for (const room of [seal, signing, archive]) files.grantRead(room, 'documents');

    for (const room of [signing, notify]) linkSecret.grantRead(room);
    sealKey.grantSign(seal);
    timestamps?.grantRead(seal);
    for (const room of [seal, archive]) trust.grantRead(room);
    for (const room of [admin, archive]) signIn.grantCheck(room);

    certifier?.grantRead(signing);
    if (certifier !== undefined)
      files.grantPut(signing, 'documents/*/certified-*', 'documents/*/certifier-*');
  }
}
