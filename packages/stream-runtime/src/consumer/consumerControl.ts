/** What is asked of kafkajs' consumer between polls. */
export interface ConsumerControl {
  seek(to: { readonly topic: string; readonly partition: number; readonly offset: string }): void;
  pause(some: { topic: string; partitions: number[] }[]): void;
  resume(some: { topic: string; partitions: number[] }[]): void;
}
