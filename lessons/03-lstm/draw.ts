import type { Draws } from '../../grader/checks/index.js';

/** Tags as no annotator would write them: any of five at each place. */
export function drawTags(rng: Draws, length: number): string[] {
  return Array.from({ length }, () => TAGS[rng.int(TAGS.length)] ?? 'O');
}

/**
 * Spans that do not overlap, some of them side by side, and the tags that an annotator writes for
 * them.
 */
export function drawAnnotated(rng: Draws, count: number) {
  const spans: { readonly type: string; readonly start: number; readonly end: number }[] = [];
  let length = rng.int(2);
  while (spans.length < count) {
    const [start, end] = [length, length + 1 + rng.int(3)];
    spans.push({ type: TYPES[rng.int(TYPES.length)] ?? '', start, end });
    length = end + rng.int(2);
  }
  const tags = Array.from({ length }, (_, t) => {
    const span = spans.find(({ start, end }) => start <= t && t < end);
    if (span === undefined) return 'O';
    return `${t === span.start ? 'B' : 'I'}-${span.type}`;
  });
  return { spans, tags };
}

const TYPES = ['PER', 'LOC', 'ORG'];
const TAGS = ['O', 'B-PER', 'I-PER', 'B-LOC', 'I-LOC'];
