export { BuildError } from './bundles';
export type { Death, Instance } from './instance';
export { SERVICE_NAMES, type ServiceName } from './serviceProgram';
export {
  type PipelineProcesses,
  type PipelineProcessesOptions,
  startPipelineProcesses,
} from './startPipelineProcesses';
