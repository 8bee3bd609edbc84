import {
  contract,
  fixture,
  law,
  seeded,
  values,
  type Case,
  type Draws,
  type Task,
} from '../../../grader/checks/index.js';
import { sameAnswer } from '../../laws.js';
import { gapOf, partOf } from '../../values.js';
import { drawAnnotated, drawTags } from '../draw.js';

const known = fixture('03-lstm/span-f1');
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

const drawn = seeded(3, (rng, i) => draw(rng, 6 + 3 * i), 'drawn sentences');

/**
 * A sentence that is right, one where names are found and none are, and one the other way round.
 */
const drawnEdges = seeded(
  3,
  (rng, i) => {
    const [right, found, there] = [2 + i, 1 + rng.int(3), 1 + rng.int(3)].map(
      (spans) => drawAnnotated(rng, spans).tags,
    ) as [string[], string[], string[]];
    const none = (tags: readonly string[]) => tags.map(() => 'O');
    return { predicted: [right, found, none(there)], labels: [right, none(found), there] };
  },
  'sentences with nothing found, or nothing there',
);

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
      cases: [...known.filter(isEdge), ...drawnEdges],
      share: 0.2,
    }),
    law({
      title: 'turned round, precision and recall change places',
      share: 0.15,
      holds: async (ask, rng) => {
        const { predicted, labels } = draw(rng, 5);
        const one = await ask({ predicted, labels });
        const other = await ask({ predicted: labels, labels: predicted });
        const [precision, recall] = [partOf(other, 'recall'), partOf(other, 'precision')];
        if (gapOf(one, { precision, recall, f1: partOf(other, 'f1') }) < 1e-9) return undefined;
        const share = (score: typeof one, key: string) => Number(partOf(score, key)).toPrecision(4);
        return `with predicted and labels exchanged, precision ${share(one, 'precision')} and recall ${share(one, 'recall')} became ${share(other, 'precision')} and ${share(other, 'recall')}. They should change places, and f1 should stay: what is right is what is in both.`;
      },
    }),
    sameAnswer({
      title: 'sentences without names change nothing',
      share: 0.15,
      ask: (rng) => {
        const { predicted, labels } = draw(rng, 4);
        const empty = [['O', 'O', 'O'], ['O']];
        return [
          { predicted, labels },
          { predicted: [...predicted, ...empty], labels: [...labels, ...empty] },
        ];
      },
      what: 'giving two more sentences in which nothing is, and nothing was found,',
      why: 'Spans are counted, over all sentences together; a sentence without any adds none.',
    }),
  ],
};
