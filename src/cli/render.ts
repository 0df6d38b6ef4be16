import { conciseReport } from '../core/report/concise.ts';
import { githubReport } from '../core/report/github.ts';
import { gitlabReport } from '../core/report/gitlab.ts';
import { humanReport } from '../core/report/human.ts';
import { jsonReport } from '../core/report/json.ts';
import { junitReport } from '../core/report/junit.ts';
import { markdownReport } from '../core/report/markdown.ts';
import { ndjsonReport } from '../core/report/ndjson.ts';
import type { Paint } from '../core/report/paint.ts';
import { plainReport } from '../core/report/plain.ts';
import type { Report } from '../core/report/report.ts';
import { sarifReport } from '../core/report/sarif.ts';
import type { Format } from './report_target.ts';

/** The text of a report in one format; only the human one is painted. */
export function render(report: Report, format: Format, paint: Paint): string {
  switch (format) {
    case 'human':
      return humanReport(report, paint);
    case 'plain':
      return plainReport(report);
    case 'concise':
      return conciseReport(report);
    case 'json':
      return jsonReport(report);
    case 'ndjson':
      return ndjsonReport(report);
    case 'sarif':
      return sarifReport(report);
    case 'junit':
      return junitReport(report);
    case 'github':
      return githubReport(report);
    case 'gitlab':
      return gitlabReport(report);
    case 'markdown':
      return markdownReport(report);
  }
}
