import { join } from 'node:path';

/** The services that decide transfers and act on decisions, in the order of the flow. */
export const SERVICE_NAMES = ['intake', 'detector', 'stop-payment', 'case-recorder', 'fund-tracer'] as const;
export type ServiceName = (typeof SERVICE_NAMES)[number];

export const ROOT = join(__dirname, '..', '..', '..', '..');

/** The bundle that `turbo run build` makes of a service. */
export function bundleOf(name: ServiceName): string {
  return join(ROOT, 'services', name, 'dist', 'main.js');
}

/**
 * Nice values (0 normal, 19 last). A payment waits for its decision and its stop, and nobody waits for the ledger: where
 * there are fewer cores than work, decisions come first and the recorder catches up afterwards.
 */
export const NICENESS_DEFAULT: Readonly<Record<ServiceName, number>> = {
  intake: 0,
  detector: 0,
  'stop-payment': 0,
  'case-recorder': 10,
  'fund-tracer': 10,
};
