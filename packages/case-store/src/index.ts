export * from './database/connection';
export * from './database/ledgerLock';
export * from './database/migrate';
export * from './schema';
