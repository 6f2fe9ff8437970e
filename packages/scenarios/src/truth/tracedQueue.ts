/** Money of one source on an account: 0 is the holder's own, other numbers are frauds. */
export interface MoneyPart {
  readonly source: number;
  amountMinor: number;
}

/** The money on one account in the order in which it came, first in first out. */
export type TracedQueue = MoneyPart[];

export const OWN_MONEY = 0;

export function putMoney(queue: TracedQueue, source: number, amountMinor: number): void {
  if (amountMinor <= 0) return;
  const last = queue[queue.length - 1];
  if (last !== undefined && last.source === source) last.amountMinor += amountMinor;
  else queue.push({ source, amountMinor });
}

/**
 * Takes an amount out, first in first out; with `preferred` the parts of that source go first. What the queue does not
 * have is taken as the holder's own.
 */
export function takeMoney(queue: TracedQueue, amountMinor: number, preferred = OWN_MONEY): MoneyPart[] {
  const taken: MoneyPart[] = [];
  let wanted = amountMinor;
  const takeFrom = (part: MoneyPart): void => {
    const amount = Math.min(part.amountMinor, wanted);
    part.amountMinor -= amount;
    wanted -= amount;
    putMoney(taken, part.source, amount);
  };
  if (preferred !== OWN_MONEY) {
    for (const part of queue) if (part.source === preferred && wanted > 0) takeFrom(part);
  }
  for (const part of queue) if (wanted > 0) takeFrom(part);
  while (queue.length > 0 && queue[0]!.amountMinor === 0) queue.shift();
  for (let i = queue.length - 1; i >= 0; i--) if (queue[i]!.amountMinor === 0) queue.splice(i, 1);
  putMoney(taken, OWN_MONEY, wanted);
  return taken;
}
