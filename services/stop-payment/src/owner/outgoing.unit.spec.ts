import {
  decodeInboxEntry,
  decodeStopPaymentEvent,
  encodeInboxEntry,
  offlineEventCodec,
} from '@sluice/event-codec';
import { policyNamed } from '@sluice/stop-payment-lifecycle';
import { histories, live } from '@sluice/stop-payment-lifecycle/src/testing/histories';
import { createOwner } from '@sluice/stop-payment-lifecycle/src/testing/owner';
import fc from 'fast-check';
import { outgoingRecords } from './outgoing';

const codec = offlineEventCodec();

describe('whatever stop-payments lead to', () => {
  it('can be written and is read back the same', () => {
    const policy = policyNamed('GENERIC');
    if (!policy.ok) throw new Error(policy.problem.sentence);
    fc.assert(
      fc.property(histories, (history) => {
        const owner = createOwner(policy.value);
        const moving = live(owner, history);
        const [events, commands] = outgoingRecords(
          {
            events: owner.events,
            commands: owner.commands,
            followUps: owner.followUps,
            poison: [],
            entries: { moved: moving.length, ignored: 0, poison: 0 },
          },
          3,
          codec,
        );
        expect(events?.records.map(({ value }) => decodeStopPaymentEvent(Buffer.from(value ?? '')))).toEqual(
          owner.events.map((value) => ({ ok: true, value })),
        );
        expect(
          commands?.records.map(({ value }) => codec.stopPayments.decodeSync(Buffer.from(value ?? ''))),
        ).toEqual(owner.commands.map((value) => ({ ok: true, value })));
        for (const entry of moving)
          expect(decodeInboxEntry(encodeInboxEntry(entry))).toEqual({ ok: true, value: entry });
      }),
      { numRuns: 100 },
    );
  });
});
