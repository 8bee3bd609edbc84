import {
  contract,
  fixture,
  law,
  seeded,
  values,
  type Case,
  type Task,
  type Value,
} from '../../../grader/checks/index.js';
import type { Span } from '../../../src/metrics/spans.js';
import { drawAnnotated, drawTags } from '../draw.js';

const known = fixture('03-lstm/tags-to-spans');
const annotated = [
  'two names',
  'nothing',
  'no tokens',
  'a span at the end',
  'one token',
  'side by side, of one type',
  'side by side, of two types',
  'types O and B',
];
const isAnnotated = ({ name }: Case) => annotated.includes(name);
const drawn = seeded(3, (rng, i) => ({ tags: drawTags(rng, 5 + 6 * i) }), 'drawn tags');
const drawnNames = seeded(
  3,
  (rng, i) => ({ tags: drawAnnotated(rng, 2 + 2 * i).tags }),
  'drawn names',
);

const spansOf = (answer: Value) => answer as unknown as readonly Span[];

const asText = (spans: readonly Span[]) =>
  spans.map(({ type, start, end }) => `${type} ${start} to ${end}`).join(', ') || 'none';

export const tagsToSpans: Task = {
  id: 'tags-to-spans',
  title: 'From tags to names',
  from: 'src/metrics/spans.ts',
  name: 'tagsToSpans',
  kind: 'write',
  core: true,
  points: 15,
  difficulty: 3,
  minutes: 20,
  needs: [],
  forbidden: [],
  hints: [
    'Walk through the tags and remember whether a span is open, of which type it is, and where it began. At each tag ask one question: does the open span go on here?',
    'It goes on only at an I- of its own type. At every other tag it ends, and its end is the place you stand at. Then: O opens nothing, every other tag opens a new one. What happens to a span that is open when the sentence is over?',
    "for (const [place, tag] of [...tags, 'O'].entries()): the O at the end closes what is still open. The type is tag.slice(2), which keeps hyphens within a type.",
  ],
  checks: [
    contract({ cases: known.slice(0, 1) }),
    values({
      title: 'values on tags as annotators write them',
      cases: [...known.filter(isAnnotated), ...drawnNames],
      share: 0.4,
    }),
    values({
      title: 'values on tags as models write them',
      cases: [...known.filter((of) => !isAnnotated(of)), ...drawn],
      share: 0.3,
    }),
    law({
      title: 'spans written as tags come back',
      share: 0.2,
      holds: async (ask, rng) => {
        const { spans, tags } = drawAnnotated(rng, 6);
        const read = asText(spansOf(await ask({ tags })));
        if (read === asText(spans)) return undefined;
        return `the spans ${asText(spans)} were written as the tags ${tags.join(' ')}. Read back they are: ${read}.`;
      },
    }),
    law({
      title: 'what stands before an O changes nothing behind it',
      share: 0.1,
      holds: async (ask, rng) => {
        const [one, other] = [drawTags(rng, 7), drawTags(rng, 7)];
        const both = asText(spansOf(await ask({ tags: [...one, 'O', ...other] })));
        const first = spansOf(await ask({ tags: one }));
        const moved = spansOf(await ask({ tags: other })).map(({ type, start, end }) => ({
          type,
          start: start + 8,
          end: end + 8,
        }));
        const apart = asText([...first, ...moved]);
        if (both === apart) return undefined;
        return `${one.join(' ')}, then O, then ${other.join(' ')}: read at once they are ${both}, and each half read alone gives ${apart}. An O closes whatever is open.`;
      },
    }),
  ],
};
