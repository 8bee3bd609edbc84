import { expect, test } from 'vitest';
import { makeRng } from '../core/index.js';
import { BatchFeed, endless } from './batch-feed.js';

test('endless batches are drawn anew, from the chance of one pass', () => {
  const drawn = (seed: number) => {
    const feed = new BatchFeed(
      endless((rng) => rng.int(1000)),
      makeRng(seed),
      { epoch: 0, taken: 0 },
    );
    const first = Array.from({ length: 5 }, () => feed.next());
    expect(feed.place).toEqual({ epoch: 0, taken: 5 });
    return first;
  };
  const pass = makeRng(3).split('pass 0');
  expect(drawn(3)).toEqual(Array.from({ length: 5 }, () => pass.int(1000)));
  expect(drawn(3)).not.toEqual(drawn(4));
});
