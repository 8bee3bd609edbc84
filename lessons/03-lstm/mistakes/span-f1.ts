import type { MistakeBank } from '../../../grader/task.js';
import { tagsToSpans } from '../../../src/metrics/spans.js';
import type { spanF1 } from '../../../src/metrics/spans.js';

/** Tags of sentences. */
type Tagged = readonly (readonly string[])[];

export const bank: MistakeBank<typeof spanF1> = {
  mistakes: {
    'mean-of-the-sentences': {
      edit: {
        'return { precision, recall, f1 };':
          'if (labels.length === 1) return { precision, recall, f1 }; ' +
          'const scores = labels.map((tags, s) => spanF1([predicted[s]], [tags])); ' +
          'const of = (key) => scores.reduce((all, one) => all + one[key], 0) / scores.length; ' +
          "return { precision: of('precision'), recall: of('recall'), f1: of('f1') };",
      },
      place:
        'One sentence is right. How much does a sentence with one name weigh beside one with nine?',
      probe:
        'The model misses the only name of the first sentence and finds all nine of the second. It found nine of ten: a recall of 0.9. What is yours?',
      cause:
        'You score each sentence and then average, so a name in a short sentence weighs more. Count right, found and there over all sentences, and divide once.',
    },
    'precision-and-recall-exchanged': {
      edit: {
        'return { precision, recall, f1 }': 'return { precision: recall, recall: precision, f1 }',
      },
      place: 'f1 is right. Look at precision and recall where the model finds more than there is.',
      probe:
        'One name is there. The model finds three, and that one is among them. Precision is 1/3. What is yours?',
      cause:
        'You exchanged the two. Precision is the share of the spans found (predicted) that are right; recall is the share of the spans there (labels) that were found.',
    },
    'words-for-spans': {
      edit: {
        'tagsToSpans(tags).map(({ type, start, end }) => `${s} ${start} ${end} ${type}`)':
          "tags.flatMap((tag, t) => (tag === 'O' ? [] : [`${s} ${t} ${tag}`]))",
      },
      place: 'Look at a name of two words of which a model found one.',
      probe:
        'True: B-PER I-PER. Predicted: B-PER O. Half a name is no name, so f1 is 0. What is yours?',
      cause:
        'You count the tags of words, so half a name earns half. A span is right as a whole or not at all: read the spans with tagsToSpans and compare those.',
    },
    'objects-compared-by-identity': {
      edit: { '({ type, start, end }) => `${s} ${start} ${end} ${type}`': '(span) => span' },
      place: 'Predict exactly what is there. Is anything right?',
      probe: 'What is [{ start: 0 }].includes({ start: 0 }) in JavaScript?',
      cause:
        'includes, ===, indexOf and Set ask whether two objects are the same object. Two spans from two lists never are. Compare their fields, or make a string of each.',
    },
    'nothing-is-not-a-number': {
      edit: {
        'found.length === 0 ? 0 :': '',
        'there.size === 0 ? 0 :': '',
        'right === 0 ? 0 :': '',
      },
      place: 'Most answers are right. Look at a text with nothing found, or nothing there.',
      probe: 'What is 0 / 0 in JavaScript? A model that finds nothing has f1 0 here.',
      cause:
        'You divide by 0 when nothing is found, nothing is there, or nothing is right. In this function a share of nothing is 0.',
    },
    'type-ignored': {
      edit: { '`${s} ${start} ${end} ${type}`': '`${s} ${start} ${end}`' },
      place: 'Look at a span in the right place with the wrong type.',
      probe: 'True: B-PER. Predicted: B-LOC. Nothing is right, so f1 is 0. What is yours?',
      cause:
        'You compare only start and end. The type has to agree too: a person called a place is an error.',
    },
    'plain-mean-for-f1': {
      edit: { '(2 * precision * recall) / (precision + recall)': '(precision + recall) / 2' },
      place: 'Precision and recall are right. Look at f1 where they are far apart.',
      probe:
        'With precision 1 and recall 0.1, f1 is 0.18: it stays near the lower one. What is yours?',
      cause:
        'You take the plain mean. f1 is the harmonic mean, 2 precision recall / (precision + recall), which is low if either of them is.',
    },
  },
  variants: {
    'sentence-by-sentence-counted-together': (predicted, labels) => {
      let [right, found, there] = [0, 0, 0];
      for (const [s, tags] of labels.entries()) {
        const some = tagsToSpans(predicted[s] ?? []);
        const others = tagsToSpans(tags);
        found += some.length;
        there += others.length;
        for (const a of some)
          if (others.some((b) => a.start === b.start && a.end === b.end && a.type === b.type))
            right += 1;
      }
      const precision = right / Math.max(found, 1);
      const recall = right / Math.max(there, 1);
      const f1 = right > 0 ? 2 / (1 / precision + 1 / recall) : 0;
      return { precision, recall, f1 };
    },
    'hits-misses-and-false-alarms': (predicted, labels) => {
      const keys = (sentences: Tagged) =>
        sentences.flatMap((tags, s) => tagsToSpans(tags).map((span) => JSON.stringify([s, span])));
      const [found, there] = [new Set(keys(predicted)), new Set(keys(labels))];
      const hits = [...there].filter((key) => found.has(key)).length;
      const [missed, wrong] = [there.size - hits, found.size - hits];
      return {
        precision: hits / (hits + wrong || 1),
        recall: hits / (hits + missed || 1),
        f1: (2 * hits) / (2 * hits + missed + wrong || 1),
      };
    },
  },
};
