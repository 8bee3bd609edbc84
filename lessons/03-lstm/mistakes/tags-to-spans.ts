import type { MistakeBank } from '../../../grader/task.js';
import type { Span } from '../../../src/metrics/spans.js';
import type { tagsToSpans } from '../../../src/metrics/spans.js';

export const bank: MistakeBank<typeof tagsToSpans> = {
  mistakes: {
    'joins-another-type': {
      edit: { "tag.startsWith('I') && type === open.type": "tag.startsWith('I')" },
      place: 'Look at an I- after a tag of another type.',
      probe: "['B-PER', 'I-LOC'] has two spans. How many do you return?",
      cause:
        'You let an I- continue any open span. It continues only a span of its own type; otherwise it begins a new one.',
    },
    'last-span-lost': {
      edit: { "[...tags, 'O'].forEach": 'tags.forEach' },
      place: 'Look at a span at the end of the sentence.',
      probe: "['O', 'B-PER'] has one span. How many do you return?",
      cause:
        'You keep a span when the next tag closes it, but after the last word no tag comes. Close what is still open after the loop.',
    },
    'neighbours-merged': {
      edit: { "tag.startsWith('I') && type === open.type": 'type === open.type' },
      place: 'Look at two spans of one type side by side.',
      probe: "['B-PER', 'B-PER'] is two persons. How many do you return?",
      cause:
        'You let any tag of the open type continue the span, even a B-. A B- always begins a span: that is how we tell two neighbours apart.',
    },
    'end-inclusive': {
      edit: { 'end: place': 'end: place - 1' },
      place: 'Types and starts are right. Look at the ends.',
      probe: "['B-PER', 'I-PER', 'O'] has a span of two words. What is end - start in yours?",
      cause:
        'Your end is the place of the last word. It should be the place after it, as in slice: then end - start is the number of words.',
    },
    'stray-I-dropped': {
      edit: { "tag === 'O' ? undefined": "!tag.startsWith('B') ? undefined" },
      place: 'Tags as annotators write them are right. Look at an I- with nothing to continue.',
      probe: "['O', 'I-PER'] has one span. How many do you return?",
      cause:
        'You leave out an I- when no span of its type is open. Here it begins a span, as B- does: a model that forgot the B- has still found somebody.',
    },
    'one-span-a-word': {
      edit: {
        "if (open !== undefined && tag.startsWith('I') && type === open.type) return;": '',
      },
      place: 'Look at a name of two words.',
      probe: "['B-PER', 'I-PER'] has one span. How many do you return?",
      cause:
        'You make a span of every tag except O. An I- of the open type makes that span longer instead.',
    },
  },
  variants: {
    'longer-by-one': (tags) => {
      const spans: { type: string; start: number; end: number }[] = [];
      tags.forEach((tag, place) => {
        if (tag === 'O') return;
        const last = spans.at(-1);
        const type = tag.slice(2);
        if (tag.startsWith('I-') && last?.end === place && last.type === type) last.end++;
        else spans.push({ type, start: place, end: place + 1 });
      });
      return spans;
    },
    'from-each-start': (tags) => {
      const isStart = (place: number) => {
        const [prefix, type] = [tags[place]?.slice(0, 2), tags[place]?.slice(2)];
        return prefix === 'B-' || (prefix === 'I-' && (tags[place - 1] ?? 'O').slice(2) !== type);
      };
      const spans: Span[] = [];
      for (let start = 0; start < tags.length; start++) {
        if (!isStart(start)) continue;
        const type = (tags[start] ?? '').substring(2);
        let end = start + 1;
        while (tags[end] === `I-${type}`) end++;
        spans.push({ type, start, end });
      }
      return spans;
    },
  },
};
