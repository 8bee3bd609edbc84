import type { SubmissionReport } from '../verdict.js';
import type { Bundle } from './bundle.js';

/**
 * What the instructor should know of a bundle besides the marks.
 *
 * @param bundle as it was read
 * @param version of the lesson that it was graded with
 * @param report the marks that it earned
 */
export function bundleWarnings(
  { manifest, hashFits, others }: Bundle,
  version: number,
  report: SubmissionReport,
): readonly string[] {
  const warnings: string[] = [];
  if (!hashFits)
    warnings.push(
      "The exercise file is not the one that the manifest was written for (another SHA-256). It was graded as it is; ask for the bundle as './unroll submit' wrote it.",
    );
  const theirs = manifest.versions.lesson;
  const versions = `Handed in for version ${String(theirs)} of ${manifest.lesson}, graded with version ${String(version)}`;
  if (theirs < version) warnings.push(`${versions}: marks may differ from what the student saw.`);
  if (theirs > version)
    warnings.push(`${versions}, which is older. Update this course, then grade again.`);
  warnings.push(...differences(manifest.local.tasks, report));
  if (others > 0)
    warnings.push(
      `${String(others)} other ${others === 1 ? 'file' : 'files'} in the bundle: left alone.`,
    );
  return warnings;
}

function differences(
  theirs: Bundle['manifest']['local']['tasks'],
  report: SubmissionReport,
): readonly string[] {
  const named = new Map(theirs.map(({ id, points }) => [id, points]));
  const here = new Map(report.tasks.map(({ id, points }) => [id, points]));
  const different = [...named].flatMap(([id, points]) => {
    const ours = here.get(id);
    return ours === undefined || ours === points
      ? []
      : [`${id} ${String(points)} there, ${String(ours)} here`];
  });
  return different.length === 0
    ? []
    : [`The manifest gives other points than were found here: ${different.join('; ')}.`];
}
