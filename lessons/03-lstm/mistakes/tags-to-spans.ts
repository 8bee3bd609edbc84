import type { MistakeBank } from '../../../grader/task.js';
import type { Span } from '../../../src/metrics/spans.js';

export const bank: MistakeBank = {
  mistakes: {
    'joins-another-type': {
      place: 'Look at an I- that stands behind a tag of another type.',
      probe: "['B-PER', 'I-LOC'] is two spans. How many are yours?",
      cause:
        'An I- goes on with whatever span is open. It goes on only with one of its own type; otherwise it begins a span.',
      run: function tagsToSpans(tags: readonly string[]): Span[] {
        const spans: Span[] = [];
        let open: { type: string; start: number } | undefined;
        [...tags, 'O'].forEach((tag, place) => {
          if (open !== undefined && tag.startsWith('I')) return;
          if (open !== undefined) spans.push({ ...open, end: place });
          open = tag === 'O' ? undefined : { type: tag.slice(2), start: place };
        });
        return spans;
      },
    },
    'last-span-lost': {
      place: 'Look at a span at the end of the sentence.',
      probe: "['O', 'B-PER'] has one span. How many are yours?",
      cause:
        'A span is kept when the next tag closes it, and behind the last word there is no next tag. Close what is still open after the loop.',
      run: function tagsToSpans(tags: readonly string[]): Span[] {
        const spans: Span[] = [];
        let open: { type: string; start: number } | undefined;
        tags.forEach((tag, place) => {
          const type = tag.slice(2);
          if (open !== undefined && tag.startsWith('I') && type === open.type) return;
          if (open !== undefined) spans.push({ ...open, end: place });
          open = tag === 'O' ? undefined : { type, start: place };
        });
        return spans;
      },
    },
    'neighbours-merged': {
      place: 'Look at two spans of one type that stand side by side.',
      probe: "['B-PER', 'B-PER'] is two persons. How many are yours?",
      cause:
        'A tag of the type that is open is taken to go on with it, be it B- or I-. A B- always begins a span: that is what tells two neighbours apart.',
      run: function tagsToSpans(tags: readonly string[]): Span[] {
        const spans: Span[] = [];
        let open: { type: string; start: number } | undefined;
        [...tags, 'O'].forEach((tag, place) => {
          const type = tag.slice(2);
          if (open !== undefined && type === open.type) return;
          if (open !== undefined) spans.push({ ...open, end: place });
          open = tag === 'O' ? undefined : { type, start: place };
        });
        return spans;
      },
    },
    'end-inclusive': {
      place: 'Types and starts are right. Look at the ends.',
      probe: "['B-PER', 'I-PER', 'O'] has a span of two words. What is end - start in yours?",
      cause:
        'Your end is the place of the last word. It is the place behind it, as in slice: then end - start is the number of words.',
      run: function tagsToSpans(tags: readonly string[]): Span[] {
        const spans: Span[] = [];
        let open: { type: string; start: number } | undefined;
        [...tags, 'O'].forEach((tag, place) => {
          const type = tag.slice(2);
          if (open !== undefined && tag.startsWith('I') && type === open.type) return;
          if (open !== undefined) spans.push({ ...open, end: place - 1 });
          open = tag === 'O' ? undefined : { type, start: place };
        });
        return spans;
      },
    },
    'stray-I-dropped': {
      place:
        'Tags as an annotator writes them are right. Look at an I- that has nothing to go on with.',
      probe: "['O', 'I-PER'] has one span. How many are yours?",
      cause:
        'An I- without an open span of its type is left out. By the rule of this function it begins a span, as B- does: a model that forgot the B- has still found somebody.',
      run: function tagsToSpans(tags: readonly string[]): Span[] {
        const spans: Span[] = [];
        let open: { type: string; start: number } | undefined;
        [...tags, 'O'].forEach((tag, place) => {
          const type = tag.slice(2);
          if (open !== undefined && tag.startsWith('I') && type === open.type) return;
          if (open !== undefined) spans.push({ ...open, end: place });
          open = tag.startsWith('B') ? { type, start: place } : undefined;
        });
        return spans;
      },
    },
    'gap-bridged': {
      place: 'Look at an I- that comes after an O.',
      probe: "['B-PER', 'O', 'I-PER'] is two spans of one word each. What are yours?",
      cause:
        'An O does not close what is open, so an I- behind it goes on with the span before the gap. O closes every span.',
      run: function tagsToSpans(tags: readonly string[]): Span[] {
        const spans: Span[] = [];
        let last: { type: string; start: number; end: number } | undefined;
        tags.forEach((tag, place) => {
          if (tag === 'O') return;
          const type = tag.slice(2);
          if (last !== undefined && tag.startsWith('I') && type === last.type) {
            last.end = place + 1;
            return;
          }
          last = { type, start: place, end: place + 1 };
          spans.push(last);
        });
        return spans;
      },
    },
    'one-span-a-word': {
      place: 'Look at a name of two words.',
      probe: "['B-PER', 'I-PER'] is one span. How many are yours?",
      cause:
        'Every tag but O makes a span of its own. An I- of the type that is open makes that longer.',
      run: function tagsToSpans(tags: readonly string[]): Span[] {
        return tags.flatMap((tag, place) =>
          tag === 'O' ? [] : [{ type: tag.slice(2), start: place, end: place + 1 }],
        );
      },
    },
    'prefix-kept-in-the-type': {
      place: 'Starts and ends are right. Look at the types.',
      probe: "['B-PER'] has a span of type PER. What is yours called?",
      cause:
        'The type is the whole tag, with its B- or I-. It is what stands behind: tag.slice(2).',
      run: function tagsToSpans(tags: readonly string[]): Span[] {
        const spans: Span[] = [];
        let open: { type: string; start: number } | undefined;
        [...tags, 'O'].forEach((tag, place) => {
          if (open !== undefined && tag.startsWith('I') && tag.slice(2) === open.type.slice(2))
            return;
          if (open !== undefined) spans.push({ ...open, end: place });
          open = tag === 'O' ? undefined : { type: tag, start: place };
        });
        return spans;
      },
    },
    'type-up-to-a-hyphen': {
      place: 'Most types are right. Look at those with a hyphen.',
      probe: "What is 'B-geo-city'.split('-')[1]?",
      cause:
        'The tag is cut at every hyphen and the second piece is taken, so of geo-city only geo is left. Cut off the first two characters: tag.slice(2).',
      run: function tagsToSpans(tags: readonly string[]): Span[] {
        const spans: Span[] = [];
        let open: { type: string; start: number } | undefined;
        [...tags, 'O'].forEach((tag, place) => {
          const type = tag.split('-')[1] ?? '';
          if (open !== undefined && tag.startsWith('I') && type === open.type) return;
          if (open !== undefined) spans.push({ ...open, end: place });
          open = tag === 'O' ? undefined : { type, start: place };
        });
        return spans;
      },
    },
    'first-word-alone': {
      place: 'Look at the end of a name of two words.',
      probe: "['B-PER', 'I-PER'] has a span from 0 to 2. What is your end?",
      cause: 'A span ends right behind its B-. It goes on through every I- of its type.',
      run: function tagsToSpans(tags: readonly string[]): Span[] {
        const spans: Span[] = [];
        let type = '';
        tags.forEach((tag, place) => {
          const goesOn = tag.startsWith('I') && tag.slice(2) === type;
          type = tag.slice(2);
          if (tag !== 'O' && !goesOn) spans.push({ type, start: place, end: place + 1 });
        });
        return spans;
      },
    },
    'counted-from-one': {
      place: 'Types are right. Look at where the first span begins.',
      probe: "['B-PER'] has a span from 0 to 1. What is yours?",
      cause: 'Places are counted from 1. They begin at 0, as everywhere in the course.',
      run: function tagsToSpans(tags: readonly string[]): Span[] {
        const spans: Span[] = [];
        let open: { type: string; start: number } | undefined;
        [...tags, 'O'].forEach((tag, place) => {
          const type = tag.slice(2);
          if (open !== undefined && tag.startsWith('I') && type === open.type) return;
          if (open !== undefined) spans.push({ ...open, end: place + 1 });
          open = tag === 'O' ? undefined : { type, start: place + 1 };
        });
        return spans;
      },
    },
  },
  variants: {
    'longer-by-one': function tagsToSpans(tags: readonly string[]): Span[] {
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
    'from-each-start': function tagsToSpans(tags: readonly string[]): Span[] {
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
    'closed-after-the-loop': function tagsToSpans(tags: readonly string[]): Span[] {
      const spans: Span[] = [];
      let [type, start]: [string | null, number] = [null, 0];
      for (let place = 0; place < tags.length; place++) {
        const tag = tags[place] ?? 'O';
        const here = tag === 'O' ? null : tag.replace(/^[BI]-/, '');
        if (type !== null && (here !== type || tag.startsWith('B-'))) {
          spans.push({ type, start, end: place });
          type = null;
        }
        if (here !== null && type === null) [type, start] = [here, place];
      }
      return type === null ? spans : [...spans, { type, start, end: tags.length }];
    },
  },
};
