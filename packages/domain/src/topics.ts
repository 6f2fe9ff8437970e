/** Names of every topic; partitions, retention and the rest stand in the topic table of event-codec. */
export const TOPICS = {
  transfers: 'transfers',
  transferHistory: 'transfer-history',
  accounts: 'accounts',
  watchlist: 'watchlist',
  rules: 'rules',
  legs: 'legs',
  decisions: 'decisions',
  victimWarnings: 'victim-warnings',
  stopPaymentInbox: 'stop-payment-inbox',
  stopPayments: 'stop-payments',
  stopPaymentEvents: 'stop-payment-events',
  stopPaymentStatus: 'stop-payment-status',
  orders: 'orders',
  fraudReports: 'fraud-reports',
  transferOutcomes: 'transfer-outcomes',
  deadLetters: 'dead-letters',
  detectorCheckpoints: 'detector-checkpoints',
  detectorManifests: 'detector-checkpoint-manifests',
  intakeCheckpoints: 'intake-checkpoints',
  intakeManifests: 'intake-checkpoint-manifests',
} as const;
export type TopicName = (typeof TOPICS)[keyof typeof TOPICS];
