import { conciseReport } from '../core/report/concise.ts';
import { humanReport } from '../core/report/human.ts';
import { jsonReport } from '../core/report/json.ts';
import type { Paint } from '../core/report/paint.ts';
import { plainReport } from '../core/report/plain.ts';
import type { Report } from '../core/report/report.ts';
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
  }
}
