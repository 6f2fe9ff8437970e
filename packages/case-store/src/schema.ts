export * from './schema/account';
export * from './schema/case';
export * from './schema/currency';
export * from './schema/decision';
export * from './schema/fraudReport';
export * from './schema/operations';
export * from './schema/stopPayment';
export * from './schema/transfer';
