export {
  CASE_RECORDER_GROUP,
  type CaseRecorder,
  type CaseRecorderCounts,
  type CaseRecorderOptions,
  startCaseRecorder,
} from './startCaseRecorder';
