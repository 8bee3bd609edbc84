import { randomTensor, tensor, type Draws, type TensorValue } from '../../grader/checks/index.js';

/** Weights of an LSTM layer, as the judge holds them; gates packed i, f, g, o. */
export type LstmWeights = Readonly<Record<'wIh' | 'wHh' | 'b', TensorValue>>;

/** Weights of an LSTM layer with I inputs and U units, small enough that gates stay half open. */
export function drawLstm(rng: Draws, I: number, U: number): LstmWeights {
  return {
    wIh: randomTensor(rng, [I, 4 * U], 0.5),
    wHh: randomTensor(rng, [U, 4 * U], 0.5),
    b: randomTensor(rng, [4 * U], 0.5),
  };
}

/** What a step before may have left: h within (-1, 1), cells of any size. */
export function drawState(rng: Draws, B: number, U: number) {
  return { h: randomTensor(rng, [B, U], 0.3), c: randomTensor(rng, [B, U], 1.5) };
}

/** The weights with so much added to the bias of each gate. */
export function leaning(p: LstmWeights, by: Readonly<Record<'i' | 'f' | 'g' | 'o', number>>) {
  const U = p.b.data.length / 4;
  const gates = [by.i, by.f, by.g, by.o];
  const b = p.b.data.map((bias, at) => bias + (gates[Math.floor(at / U)] ?? 0));
  return { ...p, b: tensor([4 * U], b) };
}

/** Tags as no annotator would write them: any of five at each place. */
export function drawTags(rng: Draws, length: number): string[] {
  return Array.from({ length }, () => TAGS[rng.int(TAGS.length)] ?? 'O');
}

/** Spans that do not overlap, some of them side by side, and the tags that an annotator writes for them. */
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
