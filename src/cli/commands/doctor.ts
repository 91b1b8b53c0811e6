/** `inkling doctor`: how a picture of a digit becomes a reading, and why it may go wrong; or whether a model is sound. */
import { writeFileAtomic } from "../../node/index.ts";
import { checkModel } from "../doctor/check-model.ts";
import { examine, type Examination } from "../doctor/examination.ts";
import { htmlReport } from "../doctor/html-report.ts";
import { measureRows } from "../doctor/measure-rows.ts";
import { printExamination } from "../doctor/print-examination.ts";
import type { Output } from "../output.ts";
import { prepareOutputPath } from "../output-path.ts";
import { UsageError } from "../usage-error.ts";

/** Options of `inkling doctor`. */
export interface DoctorOptions {
  /** The model's file; `true` for the one that comes with Inkling. */
  model?: string | true;
  /** Where the report goes. */
  out?: string;
}

export async function doctor(
  path: string | undefined,
  { model, out }: DoctorOptions,
  output: Output,
): Promise<void> {
  const modelPath = model === true ? undefined : model;
  checkUsage(path, { model, out });
  if (path === undefined) return await checkModel(modelPath, output);
  if (out !== undefined) await prepareOutputPath(out);
  const examination = await examine(path, modelPath);
  printExamination(examination, output);
  output.emit(forPrograms(examination));
  if (out === undefined) return;
  await writeFileAtomic(out, htmlReport(examination));
  output.remark(`wrote ${out}`);
}

function checkUsage(path: string | undefined, { model, out }: DoctorOptions): void {
  if (path === undefined && model === undefined) {
    throw new UsageError({
      what: "there is nothing to examine",
      expected: "the path of a picture, or --model for the model itself",
      received: "neither",
    });
  }
  if (out === undefined) return;
  if (path === undefined) {
    throw new UsageError({ what: "--out is for the report on a picture", received: "no picture" });
  }
  if (!/\.html?$/i.test(out)) {
    throw new UsageError({ what: `${out} is no name for a report`, expected: "a name that ends in .html" });
  }
}

/** The examination without its images. */
function forPrograms({
  file,
  model,
  picture,
  reading,
  measures,
  findings,
}: Examination): Record<string, unknown> {
  const { normalised, ...read } = reading;
  const { image: _image, steps: _steps, ...found } = normalised;
  const words = normalised.blank
    ? {}
    : Object.fromEntries(measureRows(measures).map(({ name, word }) => [name, word]));
  return {
    event: "doctor",
    file,
    model,
    width: picture.width,
    height: picture.height,
    reading: { ...read, ...found },
    measures,
    besideMnist: words,
    diagnosis: findings,
  };
}
