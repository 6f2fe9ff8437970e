import { TOPICS, type Transfer } from '@sluice/domain';
import type { Emission, TransferEmission } from '../emission';
import type { StoryEvent } from '../story';

/** What the bank has to publish and to tell, in order; emptied by whoever advances the simulation. */
export interface Outbox {
  publish(emission: Emission): void;
  tell(event: StoryEvent): void;
  takeEmissions(): Emission[];
  takeStory(): StoryEvent[];
  /** Set by the part that publishes flawed records: sees each NEW and STATUS record of `transfers`. */
  onTransfer: ((emission: TransferEmission & { readonly record: Transfer }) => void) | null;
  /** False in a run that publishes nothing. */
  readonly publishes: boolean;
}

export function createOutbox(publishes: boolean): Outbox {
  let emissions: Emission[] = [];
  let story: StoryEvent[] = [];
  const outbox: Outbox = {
    publishes,
    onTransfer: null,
    publish(emission) {
      if (!publishes) return;
      emissions.push(emission);
      if (emission.topic === TOPICS.transfers && (emission.form === 'NEW' || emission.form === 'STATUS')) {
        outbox.onTransfer?.(emission);
      }
    },
    tell(event) {
      if (publishes) story.push(event);
    },
    takeEmissions() {
      const taken = emissions;
      emissions = [];
      return taken;
    },
    takeStory() {
      const taken = story;
      story = [];
      return taken;
    },
  };
  return outbox;
}
