import { type HoldDecided, stopInstrumentOf } from '@sluice/domain';
import { isKnown, type StopPaymentView } from '../book';
import { holdIdOf } from '../ids';
import { openAutomatically } from './automaticStop';
import { type DecideContext, type Decided, ignored } from './steps';

/** A decision with outcome HOLD opens the one stop-payment of its transfer. */
export function decideHold(view: StopPaymentView, entry: HoldDecided, context: DecideContext): Decided {
  const { transfer, transferId } = entry;
  const instrument = stopInstrumentOf(transfer);
  if (instrument !== null && instrument.account !== entry.account) {
    return {
      kind: 'POISON',
      problem: {
        code: 'ENTRY_INVALID',
        sentence: `The hold of transfer ${transferId} came to the inbox of another account than the one that it acts on; the detector must key it by stopInstrumentOf.`,
      },
    };
  }
  const stopPaymentId = holdIdOf(entry.account, transferId);
  if (isKnown(view, stopPaymentId)) return ignored('the transfer has its stop-payment already');
  const byOrder = view
    .stopsOf(entry.account, transferId)
    .find(({ facts }) => facts.instrument === 'HOLD_TRANSFER' && facts.state !== 'REFUSED');
  if (byOrder !== undefined && instrument?.action === 'HOLD_TRANSFER')
    return ignored('a person has held the transfer already');
  return openAutomatically(
    view,
    entry,
    {
      stopPaymentId,
      account: entry.account,
      institution:
        entry.account === transfer.debtorAccount ? entry.debtorInstitution : entry.creditorInstitution,
      action: instrument?.action ?? null,
      previousStopPaymentId: null,
      decision: entry,
      reason: entry.reason,
      coreWaits: transfer.status === 'INITIATED',
    },
    context,
  );
}
