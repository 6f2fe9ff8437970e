export { FIXED_PORTS, type PortName, type StackPorts } from './ports';
export type { ServerHandle, ServerName } from './servers/server';
export type { Stack, StackAddresses, StackOptions } from './stack';
export { StackError, type StackErrorCode } from './stackError';
export { startStack } from './startStack';
export { onStopRequest } from './stopRequest';
