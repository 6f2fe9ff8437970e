import { HEARTBEAT_INTERVAL_MS } from './groupSettings';

/**
 * Sends heartbeats while work is under way: kafkajs sends none then, and a send that waits for a broker to come back would
 * cost the membership. Where the group asks to rejoin or has given the member up, the work is told (it may end early), and
 * the heartbeat's error is thrown when it has ended, so that kafkajs joins at once.
 */
export async function whileBeating(
  heartbeat: () => Promise<void>,
  work: (isLeaving: () => boolean) => Promise<void>,
): Promise<void> {
  let leaving: unknown = null;
  const timer = setInterval(() => {
    heartbeat().catch((error: unknown) => {
      // A broker that is away is found out by the next fetch.
      if (isAboutMembership(error)) leaving ??= error;
    });
  }, HEARTBEAT_INTERVAL_MS);
  try {
    await work(() => leaving !== null);
  } finally {
    clearInterval(timer);
  }
  if (leaving !== null) throw leaving;
}

const MEMBERSHIP_TYPES: ReadonlySet<string> = new Set([
  'REBALANCE_IN_PROGRESS',
  'UNKNOWN_MEMBER_ID',
  'ILLEGAL_GENERATION',
  'NOT_COORDINATOR_FOR_GROUP',
]);

function isAboutMembership(error: unknown): boolean {
  return error instanceof Error && 'type' in error && MEMBERSHIP_TYPES.has(String(error.type));
}
