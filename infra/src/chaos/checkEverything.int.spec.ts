import { recordCommands, recordDecisions, recordTransfers } from '@sluice/case-store';
import { type StopPaymentCommand, TOPICS, type TopicName } from '@sluice/domain';
import { transferOf } from '@sluice/domain/src/testing/transferOf';
import { createLogger } from '@sluice/observability';
import { commandOf } from '@sluice/scenarios/src/testing/builders';
import { decisionOf } from '@sluice/synthetic-bank/src/testing/decisionOf';
import { sql } from 'drizzle-orm';
import { preparePipeline, type SharedParts } from '../pipeline/preparePipeline';
import { useStack } from '../testing/sharedStack';
import { checkEverything } from './checkEverything';

jest.setTimeout(120_000);

describe('what the checks read back from a real stack', () => {
  const stack = useStack({ own: true });
  const transfers = ['T1', 'T2', 'T3'].map((transferId) => transferOf({ transferId, statusAt: 10 }));
  const decisions = transfers.map((transfer) => decisionOf(transfer, 'HOLD'));
  const command: StopPaymentCommand = {
    ...commandOf('HOLD_TRANSFER', 'A1', { transferId: 'T1' }),
    commandId: 'C1',
  };
  let parts: SharedParts;

  const publish = async (
    topic: TopicName,
    records: readonly { key: string; value: Buffer }[],
  ): Promise<void> => {
    const producer = await parts.connection.producer('test');
    await producer.send([{ topic, records }]);
    await producer.close();
  };
  const sentences = async (published = transfers.length): Promise<string[]> => {
    const checked = await checkEverything(parts, { transfers: published, deadLettersByCode: {} });
    const { other, tables, ...rest } = checked;
    const found = [rest.decisions, rest.commands, rest.events, rest.deadLetters, ...tables, rest.books];
    return [other, ...found.map(({ differences }) => differences)].flatMap((each) => each.sentences);
  };

  beforeAll(async () => {
    parts = await preparePipeline({ addresses: stack(), log: createLogger('test', 'silent'), partitions: 4 });
    const { codec, store } = parts;
    const keyed = <T extends { readonly transferId: string }>(
      encode: (value: T) => Buffer,
      values: readonly T[],
    ) => values.map((value) => ({ key: value.transferId, value: encode(value) }));
    await publish(
      TOPICS.transfers,
      keyed((value) => codec.transfers.encode(value), transfers),
    );
    await publish(
      TOPICS.decisions,
      keyed((value) => codec.decisions.encode(value), decisions),
    );
    await publish(TOPICS.stopPayments, [{ key: 'A1', value: codec.stopPayments.encode(command) }]);
    await store.db.transaction(async (tx) => {
      await recordTransfers(
        tx,
        transfers.map((transfer) => ({
          transfer,
          origin: 'DEBIT' as const,
          legsPartition: 0,
          legsOffset: 1,
          appendTime: 5,
        })),
      );
      await recordDecisions(
        tx,
        decisions.map((value) => ({ value, appendTime: 5 })),
        5,
      );
      await recordCommands(tx, [{ value: command, appendTime: 5 }]);
    });
  });
  afterAll(async () => {
    await parts?.store.close();
    await parts?.connection.close();
  });

  it('is satisfied where topics and tables agree', async () => {
    expect(await sentences()).toEqual([]);
  });

  it('sees what somebody changed, took out or put into Postgres', async () => {
    const { db } = parts.store;
    await db.execute(sql`update transfer set amount_minor = 101 where transfer_id = 'T1'`);
    await db.execute(sql`delete from decision_summary where transfer_id = 'T2'`);
    await db.execute(sql`update decision set reasons = '[{"rule":"x"}]'::jsonb where transfer_id = 'T3'`);
    await db.execute(sql`update stop_payment_command set command_id = 'C9' where command_id = 'C1'`);
    expect(await sentences()).toEqual([
      'row T1 of transfer says other than its records on the topics',
      'row T2 of decision_summary is missing in Postgres',
      'row T3 of decision says other than its records on the topics',
      'Postgres has a row C9 in stop_payment_command that no topic tells of',
      'row C1 of stop_payment_command is missing in Postgres',
    ]);
  });

  it('sees a decision that was lost, one that contradicts another, and a command that comes twice', async () => {
    const { codec } = parts;
    const at = transferOf({ transferId: 'T4', statusAt: 10 });
    await publish(TOPICS.transfers, [{ key: 'T4', value: codec.transfers.encode(at) }]);
    const other = codec.decisions.encode(decisionOf(transfers[0]!, 'ALLOW'));
    await publish(TOPICS.decisions, [{ key: 'T1', value: other }]);
    await publish(TOPICS.stopPayments, [{ key: 'A1', value: codec.stopPayments.encode(command) }]);
    expect(await sentences()).toEqual(
      expect.arrayContaining([
        'the bank published 3 transfers, on the topic there are 4',
        'transfer T1 has two decisions that differ: D:T1 and D:T1 with other bytes',
        'transfer T4 was published and has no decision',
        'command C1 (HOLD_TRANSFER) is on stop-payments twice',
        'row T4 of transfer is missing in Postgres',
      ]),
    );
  });
});
