export * from './health/serveHealth';
export * from './logging/createLogger';
export { maskForLog, scrubText } from './logging/mask';
export * from './metrics/metrics';
export type { Environment } from './settings/environment';
export { PARTITIONS_DEFAULT, PARTITIONS_MAX, parseSettings } from './settings/parseSettings';
export * from './settings/settings';
export * from './settings/settingsOrExit';
