import { formatMajor, maskAccount, type StopPaymentEvent } from '@sluice/domain';

/** One line for a person: what an order led to. */
export function describeOutcome(event: StopPaymentEvent): string {
  const { stopPaymentId, account, command, commandAction, state, currency, expiresAt } = event;
  if (event.type === 'REFUSED') return `refused: ${event.reason}`;
  const amount =
    command?.amountMinor == null ? '' : ` ${formatMajor(command.amountMinor, currency)} ${currency}`;
  const until =
    command?.expiresAt == null || expiresAt === null ? '' : ` until ${new Date(expiresAt).toISOString()}`;
  return `${commandAction ?? event.type}${amount} sent to the core for ${maskAccount(account)}${until}; stop-payment ${stopPaymentId} is ${state}`;
}
