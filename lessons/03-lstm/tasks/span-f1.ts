import { loadFixture } from '../../../fixtures/load.js';
import {
  contract,
  fixtureCases,
  law,
  seeded,
  values,
  type Case,
  type Draws,
  type Task,
  type Value,
} from '../../../grader/checks/index.js';
import { drawTags } from '../draw.js';

const known = fixtureCases(loadFixture('03-lstm/span-f1.json'));
const edges = ['nothing found', 'nothing there', 'neither'];
const isEdge = ({ name }: Case) => edges.includes(name);

/** Sentences of 1 to 12 words, and what a model makes of them: one tag in four is another. */
function draw(rng: Draws, count: number) {
  const labels = Array.from({ length: count }, () => drawTags(rng, 1 + rng.int(12)));
  const predicted = labels.map((tags) =>
    tags.map((tag) => (rng.uniform() < 0.25 ? (drawTags(rng, 1)[0] ?? 'O') : tag)),
  );
  return { predicted, labels };
}

const drawn = seeded(3, (rng, i) => draw(rng, 2 + 3 * i), 'drawn sentences');

const scoreOf = (answer: Value) => {
  const { precision, recall, f1 } = answer as Readonly<Record<string, Value>>;
  return { precision: Number(precision), recall: Number(recall), f1: Number(f1) };
};

const near = (a: number, b: number) => Math.abs(a - b) < 1e-9;

export const spanF1: Task = {
  id: 'span-f1',
  title: 'How many names were found?',
  from: 'src/metrics/spans.ts',
  name: 'spanF1',
  kind: 'write',
  core: true,
  points: 15,
  difficulty: 3,
  minutes: 20,
  needs: ['tags-to-spans'],
  forbidden: [],
  hints: [
    'You need three numbers, over the whole text: how many spans were found, how many are there, and how many are in both. Two spans are the same if four things agree. Which four?',
    'Make one word of each span, with the number of its sentence, its start, its end and its type: then equal spans are equal words, and a Set can be asked for them.',
    'precision = right / found and recall = right / there, each 0 where it would divide by 0; f1 = 2 precision recall / (precision + recall), 0 where nothing is right. Divide once at the end, not sentence by sentence.',
  ],
  equivalentEdits: {
    'left out: checkPairs(predicted, labels)':
      'It only refuses texts that do not fit; what wrong input does is not part of the task.',
    'predicted and labels exchanged: checkPairs(predicted, labels)':
      'It only refuses texts that do not fit; what wrong input does is not part of the task.',
  },
  checks: [
    contract({ cases: drawn.slice(0, 1) }),
    values({ cases: [...known.filter((of) => !isEdge(of)), ...drawn], share: 0.5 }),
    values({
      title: 'values where nothing is found, or nothing is there',
      cases: known.filter(isEdge),
      share: 0.2,
    }),
    law({
      title: 'turned round, precision and recall change places',
      share: 0.15,
      holds: async (ask, rng) => {
        const { predicted, labels } = draw(rng, 5);
        const one = scoreOf(await ask({ predicted, labels }));
        const other = scoreOf(await ask({ predicted: labels, labels: predicted }));
        const isTurned =
          near(one.precision, other.recall) &&
          near(one.recall, other.precision) &&
          near(one.f1, other.f1);
        if (isTurned) return undefined;
        return `with predicted and labels exchanged, precision ${one.precision.toPrecision(4)} and recall ${one.recall.toPrecision(4)} became ${other.precision.toPrecision(4)} and ${other.recall.toPrecision(4)}. They should change places, and f1 should stay: what is right is what is in both.`;
      },
    }),
    law({
      title: 'sentences without names change nothing',
      share: 0.15,
      holds: async (ask, rng) => {
        const { predicted, labels } = draw(rng, 4);
        const empty = [['O', 'O', 'O'], ['O']];
        const alone = scoreOf(await ask({ predicted, labels })).f1;
        const more = scoreOf(
          await ask({ predicted: [...predicted, ...empty], labels: [...labels, ...empty] }),
        ).f1;
        if (near(alone, more)) return undefined;
        return `two more sentences in which nothing is, and nothing was found, moved f1 from ${alone.toPrecision(4)} to ${more.toPrecision(4)}. Spans are counted, over all sentences together; a sentence without any adds none.`;
      },
    }),
  ],
};
