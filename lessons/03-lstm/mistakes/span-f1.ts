import type { MistakeBank } from '../../../grader/task.js';
import { tagsToSpans, type SpanScore } from '../../../src/metrics/spans.js';

/** Tags of sentences. */
type Tagged = readonly (readonly string[])[];

/** Every span of a text as one word, in which its sentence stands too. */
function keysOf(sentences: Tagged): string[] {
  return sentences.flatMap((tags, s) =>
    tagsToSpans(tags).map(({ type, start, end }) => [s, start, end, type].join(' ')),
  );
}

/** The three shares from three counts. */
function scored(right: number, found: number, there: number): SpanScore {
  const precision = found === 0 ? 0 : right / found;
  const recall = there === 0 ? 0 : right / there;
  return { precision, recall, f1: right === 0 ? 0 : (2 * right) / (found + there) };
}

/** How many of some words are among others. */
function among(some: readonly string[], others: readonly string[]): number {
  return some.filter((each) => others.includes(each)).length;
}

export const bank: MistakeBank = {
  mistakes: {
    'mean-of-the-sentences': {
      place:
        'With one sentence it is right. Look at what a sentence with one name weighs beside one with five.',
      probe:
        'In the first sentence the one name is missed, in the second all nine are found. Nine of ten were found: a recall of 0.9. What is yours?',
      cause:
        'Each sentence gets shares of its own and then these are averaged, so a name in a short sentence weighs more. Count right, found and there over all sentences, and divide once.',
      run: function spanF1(predicted: Tagged, labels: Tagged): SpanScore {
        const scores = labels.map((tags, s) => {
          const [found, there] = [keysOf([predicted[s] ?? []]), keysOf([tags])];
          return scored(among(found, there), found.length, there.length);
        });
        const mean = (key: keyof SpanScore) =>
          scores.reduce((total, score) => total + score[key], 0) / scores.length;
        return { precision: mean('precision'), recall: mean('recall'), f1: mean('f1') };
      },
    },
    'mean-of-the-types': {
      place:
        'With one type of spans it is right. What does a rare type weigh beside a frequent one?',
      probe:
        'Of nine persons all are found, the one place is missed. Nine of ten were found: a recall of 0.9. What is yours?',
      cause:
        'Each type gets shares of its own and then these are averaged (a macro average). Count right, found and there over all types, and divide once.',
      run: function spanF1(predicted: Tagged, labels: Tagged): SpanScore {
        const typeOf = (key: string) => key.split(' ').slice(3).join(' ');
        const [found, there] = [keysOf(predicted), keysOf(labels)];
        const types = [...new Set([...found, ...there].map(typeOf))];
        const scores = types.map((type) => {
          const [some, others] = [found, there].map((keys) =>
            keys.filter((key) => typeOf(key) === type),
          );
          return scored(among(some ?? [], others ?? []), some?.length ?? 0, others?.length ?? 0);
        });
        const mean = (key: keyof SpanScore) =>
          scores.reduce((total, score) => total + score[key], 0) / Math.max(types.length, 1);
        return { precision: mean('precision'), recall: mean('recall'), f1: mean('f1') };
      },
    },
    'matched-in-order': {
      place: 'Look at a sentence in which one span too many is found, or one too few.',
      probe:
        'Two names are there, and only the second is found, exactly. One is right. How many are in yours?',
      cause:
        'The first span found is compared with the first that is there, the second with the second. After one that was missed all others stand beside a wrong one: look for each among all of its sentence.',
      run: function spanF1(predicted: Tagged, labels: Tagged): SpanScore {
        let [right, found, there] = [0, 0, 0];
        labels.forEach((tags, s) => {
          const [some, others] = [keysOf([predicted[s] ?? []]), keysOf([tags])];
          found += some.length;
          there += others.length;
          right += some.filter((key, at) => key === others[at]).length;
        });
        return scored(right, found, there);
      },
    },
    'objects-compared-by-identity': {
      place: 'Predict exactly what is there. Is anything right?',
      probe: 'What is [{ start: 0 }].includes({ start: 0 }) in JavaScript?',
      cause:
        'includes, ===, indexOf and Set ask whether two objects are one and the same, and two spans read from two lists never are. Compare their fields, or make a word of each.',
      run: function spanF1(predicted: Tagged, labels: Tagged): SpanScore {
        let [right, found, there] = [0, 0, 0];
        labels.forEach((tags, s) => {
          const [some, others] = [tagsToSpans(predicted[s] ?? []), tagsToSpans(tags)];
          found += some.length;
          there += others.length;
          right += some.filter((span) => others.includes(span)).length;
        });
        return scored(right, found, there);
      },
    },
    'words-for-spans': {
      place: 'Look at a name of three words of which a model found two.',
      probe:
        'True: B-PER I-PER. Predicted: B-PER O. Half of a name is no name, so f1 is 0. What is yours?',
      cause:
        'You count tags of words, and half of a name earns half. A span is right as a whole or not at all: read the spans with tagsToSpans and compare those.',
      run: function spanF1(predicted: Tagged, labels: Tagged): SpanScore {
        const words = (sentences: Tagged) =>
          sentences.flatMap((tags, s) =>
            tags.flatMap((tag, t) => (tag === 'O' ? [] : [[s, t, tag].join(' ')])),
          );
        const [found, there] = [words(predicted), words(labels)];
        return scored(among(found, there), found.length, there.length);
      },
    },
    'type-ignored': {
      place: 'Look at a span that is found in the right place and called by the wrong name.',
      probe: 'True: B-PER. Predicted: B-LOC. Nothing is right, so f1 is 0. What is yours?',
      cause:
        'Two spans count as the same if start and end agree. The type has to agree too: a person called a place is an error.',
      run: function spanF1(predicted: Tagged, labels: Tagged): SpanScore {
        const places = (sentences: Tagged) =>
          sentences.flatMap((tags, s) =>
            tagsToSpans(tags).map(({ start, end }) => [s, start, end].join(' ')),
          );
        const [found, there] = [places(predicted), places(labels)];
        return scored(among(found, there), found.length, there.length);
      },
    },
    'sentence-forgotten': {
      place:
        'With one sentence it is right. Look at a span that stands in the same place of two sentences.',
      probe: 'True: [[B-PER], [O]]. Predicted: [[O], [B-PER]]. Nothing is right. What is yours?',
      cause:
        'The spans of all sentences lie in one list and you compare type, start and end, so a span of one sentence is taken for one of another. Which sentence it is in has to agree too.',
      run: function spanF1(predicted: Tagged, labels: Tagged): SpanScore {
        const anywhere = (sentences: Tagged) =>
          sentences.flatMap((tags) =>
            tagsToSpans(tags).map(({ type, start, end }) => [start, end, type].join(' ')),
          );
        const [found, there] = [anywhere(predicted), anywhere(labels)];
        return scored(among(found, there), found.length, there.length);
      },
    },
    'one-set-for-all-sentences': {
      place:
        'With one sentence it is right. Look at a span that stands in the same place of two sentences.',
      probe:
        'True and predicted: [[B-PER], [B-PER]]. Two spans are there. How many are in your set?',
      cause:
        'The spans of all sentences lie in one Set by type, start and end, so two that stand in the same place of two sentences become one, and one of another sentence counts as right. Put the number of the sentence into each.',
      run: function spanF1(predicted: Tagged, labels: Tagged): SpanScore {
        const anywhere = (sentences: Tagged) =>
          new Set(
            sentences.flatMap((tags) =>
              tagsToSpans(tags).map(({ type, start, end }) => [start, end, type].join(' ')),
            ),
          );
        const [found, there] = [anywhere(predicted), anywhere(labels)];
        return scored(among([...found], [...there]), found.size, there.size);
      },
    },
    'sentences-run-together': {
      place:
        'With one sentence it is right. Look at the end of one sentence and the beginning of the next.',
      probe:
        'Two sentences of one word each, with the tags B-PER and I-PER: two spans. How many do you read?',
      cause:
        'All tags are laid end to end before the spans are read, so a span runs on into the next sentence. Read the spans sentence by sentence, then count them together.',
      run: function spanF1(predicted: Tagged, labels: Tagged): SpanScore {
        const [found, there] = [keysOf([predicted.flat()]), keysOf([labels.flat()])];
        return scored(among(found, there), found.length, there.length);
      },
    },
    'end-ignored': {
      place: 'Look at a name of which a model found the first word only.',
      probe:
        'True: B-PER I-PER. Predicted: B-PER O. Half of a name is no name, so f1 is 0. What is yours?',
      cause: 'Two spans count as the same if they begin alike. Their ends have to agree too.',
      run: function spanF1(predicted: Tagged, labels: Tagged): SpanScore {
        const starts = (sentences: Tagged) =>
          sentences.flatMap((tags, s) =>
            tagsToSpans(tags).map(({ type, start }) => [s, start, type].join(' ')),
          );
        const [found, there] = [starts(predicted), starts(labels)];
        return scored(among(found, there), found.length, there.length);
      },
    },
    'precision-and-recall-exchanged': {
      place: 'f1 is right. Look at precision and recall where more is found than there is.',
      probe:
        'One name is there. Three are found, that one among them. Precision is 1/3. What is yours?',
      cause:
        'They have changed places. Precision is the share of what was found (predicted) that is right; recall is the share of what is there (labels) that was found.',
      run: function spanF1(predicted: Tagged, labels: Tagged): SpanScore {
        const [found, there] = [keysOf(predicted), keysOf(labels)];
        return scored(among(found, there), there.length, found.length);
      },
    },
    'plain-mean-for-f1': {
      place: 'Precision and recall are right. Look at f1 where they are far apart.',
      probe:
        'Precision 1 and recall 0: f1 is 0, since nothing can make up for finding nothing. What is yours?',
      cause:
        'f1 is the plain mean of both. It is the harmonic mean: 2 precision recall / (precision + recall), which is low if one of them is.',
      run: function spanF1(predicted: Tagged, labels: Tagged): SpanScore {
        const [found, there] = [keysOf(predicted), keysOf(labels)];
        const { precision, recall } = scored(among(found, there), found.length, there.length);
        return { precision, recall, f1: (precision + recall) / 2 };
      },
    },
    'two-left-out': {
      place: 'Precision and recall are right. Look at f1.',
      probe: 'All found and all right: precision 1, recall 1, f1 1. What is your f1?',
      cause: 'The factor 2 is missing: without it the best there is would be 0.5.',
      run: function spanF1(predicted: Tagged, labels: Tagged): SpanScore {
        const [found, there] = [keysOf(predicted), keysOf(labels)];
        const score = scored(among(found, there), found.length, there.length);
        return { ...score, f1: score.f1 / 2 };
      },
    },
    'nothing-is-not-a-number': {
      place:
        'Most answers are right. Look at a text in which nothing is found, or nothing is there.',
      probe: 'What is 0 / 0 in JavaScript? A model that finds nothing has f1 0 here.',
      cause:
        'You divide by 0 where nothing is found, nothing is there, or nothing is right. By the rule of this function a share of nothing is 0.',
      run: function spanF1(predicted: Tagged, labels: Tagged): SpanScore {
        const [found, there] = [keysOf(predicted), keysOf(labels)];
        const right = among(found, there);
        const [precision, recall] = [right / found.length, right / there.length];
        return { precision, recall, f1: (2 * precision * recall) / (precision + recall) };
      },
    },
    'nothing-there-is-perfect': {
      place:
        'Most answers are right. Look at a text in which nothing is found, or nothing is there.',
      probe:
        'Nothing is there and nothing was found. By the rule of this function f1 is 0. What is yours?',
      cause:
        'A share of nothing is 1 in yours: whoever finds nothing has made no error, so to speak. Then silence would have a precision of 1. Here, as in seqeval, it is 0.',
      run: function spanF1(predicted: Tagged, labels: Tagged): SpanScore {
        const [found, there] = [keysOf(predicted), keysOf(labels)];
        const right = among(found, there);
        const precision = found.length === 0 ? 1 : right / found.length;
        const recall = there.length === 0 ? 1 : right / there.length;
        const f1 = precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall);
        return { precision, recall, f1 };
      },
    },
    'overlap-is-enough': {
      place: 'Look at a name of three words of which a model found two.',
      probe:
        'True: B-PER I-PER. Predicted: B-PER O. Half of a name is no name, so f1 is 0. What is yours?',
      cause:
        'A span counts as right if it shares a word with a true one of its type. Start and end have to be the same, both of them.',
      run: function spanF1(predicted: Tagged, labels: Tagged): SpanScore {
        let [right, found, there] = [0, 0, 0];
        labels.forEach((tags, s) => {
          const [some, others] = [tagsToSpans(predicted[s] ?? []), tagsToSpans(tags)];
          found += some.length;
          there += others.length;
          right += some.filter((a) =>
            others.some((b) => a.type === b.type && a.start < b.end && b.start < a.end),
          ).length;
        });
        return scored(right, found, there);
      },
    },
  },
  variants: {
    'sentence-by-sentence-counted-together': function spanF1(
      predicted: Tagged,
      labels: Tagged,
    ): SpanScore {
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
    'hits-misses-and-false-alarms': function spanF1(predicted: Tagged, labels: Tagged): SpanScore {
      const found = new Set(keysOf(predicted));
      const there = new Set(keysOf(labels));
      const hits = [...there].filter((key) => found.has(key)).length;
      const [missed, wrong] = [there.size - hits, found.size - hits];
      return {
        precision: hits / (hits + wrong || 1),
        recall: hits / (hits + missed || 1),
        f1: (2 * hits) / (2 * hits + missed + wrong || 1),
      };
    },
    'spans-as-json': function spanF1(predicted: Tagged, labels: Tagged): SpanScore {
      const keys = (sentences: Tagged) =>
        sentences
          .map((tags, sentence) => tagsToSpans(tags).map((span) => ({ ...span, sentence })))
          .flat()
          .map((span) => JSON.stringify(span));
      const [found, there] = [keys(predicted), keys(labels)];
      const right = there.filter((key) => found.includes(key)).length;
      if (right === 0) return { precision: 0, recall: 0, f1: 0 };
      const [precision, recall] = [right / found.length, right / there.length];
      return { precision, recall, f1: (2 * precision * recall) / (precision + recall) };
    },
  },
};
