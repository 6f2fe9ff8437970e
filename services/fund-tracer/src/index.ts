export type { FundTracerCounts } from './meter';
export { FUND_TRACER_GROUP } from './reports/consumeReports';
export {
  type FundTracer,
  type FundTracerOptions,
  startFundTracer,
} from './startFundTracer';
export { TRACE_LIMITS, type TraceLimits } from './tracing/limits';
