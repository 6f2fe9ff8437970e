import { aDecision, aTransfer, MORNING } from '@sluice/case-store/src/testing/builders';
import { TOPICS, type Transfer } from '@sluice/domain';
import type { EventCodec } from '@sluice/event-codec';
import { frameOf, type LogPartition, memoryLog, PARTITIONS } from '../testing/memoryLog';

/** Debits in a frame of `legs`, as intake writes them under load. */
export const PER_FRAME = 250;
/** One decision in so many has a reason and opens an alert. */
const NOTED_EVERY = 100;

/** `legs` and `decisions` of a day of settled payments. */
export function paymentsDay(count: number, codec: EventCodec): readonly LogPartition[] {
  const payments = Array.from({ length: count }, (_, n) => payment(n));
  const log = memoryLog(MORNING);
  for (let from = 0; from < payments.length; from += PER_FRAME) {
    const entries = payments
      .slice(from, from + PER_FRAME)
      .map((transfer, index) => ({ offset: from + index, type: 'DEBIT' as const, transfer }));
    log.appendTo(TOPICS.legs, (from / PER_FRAME) % PARTITIONS, frameOf(entries));
  }
  for (const [n, transfer] of payments.entries()) {
    const decision = aDecision(transfer, n % NOTED_EVERY === 0 ? {} : { outcome: 'ALLOW', reasons: [] });
    log.append(TOPICS.decisions, transfer.transferId, codec.decisions.encode(decision));
  }
  return log.partitions();
}

/** A payment as a core publishes it: UETR, device, address, a remittance text; accounts in no order. */
function payment(n: number): Transfer {
  const scattered = ((n * 2_654_435_761) >>> 0).toString(16).padStart(8, '0');
  return aTransfer({
    transferId: `${scattered}-4b5c-41ee-be56-${n.toString(16).padStart(12, '0')}`,
    debtorAccount: `DE89370400440${((n * 7_919) % 30_011).toString().padStart(9, '0')}`,
    creditorAccount: `DE02120300000${((n * 104_729) % 40_009).toString().padStart(9, '0')}`,
    deviceId: `device-${n % 30_011}`,
    ipAddress: '10.20.30.40',
    country: 'DE',
    endToEndId: `E2E-${n}`,
    remittance: 'Invoice 2026-03-0017, thank you',
    occurredAt: MORNING + n,
    statusAt: MORNING + n,
    bookedAt: MORNING + n,
  });
}
