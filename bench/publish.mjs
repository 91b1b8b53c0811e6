/** Writes results: JSON, and the sections of Markdown files between markers. Whole files, through a temporary name. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, extname } from "node:path";

/** @returns the path */
export async function writeResults(path, results) {
  mkdirSync(dirname(path), { recursive: true });
  await writeFormatted(path, JSON.stringify(results));
  return path;
}

/** Rewrites the section of a Markdown file. @throws Error if the file does not have it */
export async function rewriteSection(path, name, content) {
  await writeFormatted(path, replaceSection(readFileSync(path, "utf8"), name, content));
}

/**
 * `text` with what stands between `<!-- bench:NAME -->` and `<!-- /bench:NAME -->` replaced.
 * @throws Error if the markers are not there, once each and in this order
 */
export function replaceSection(text, name, content) {
  const [open, close] = [`<!-- bench:${name} -->`, `<!-- /bench:${name} -->`];
  const [start, end] = [text.indexOf(open), text.indexOf(close)];
  const once = text.lastIndexOf(open) === start && text.lastIndexOf(close) === end;
  if (start < 0 || end < start || !once) {
    throw new Error(`The file has no section for ${name}. Put ${open} and ${close} around its place, once.`);
  }
  return `${text.slice(0, start + open.length)}\n\n${content}\n\n${text.slice(end)}`;
}

/** In the form that the house's formatter wants, since what is written is committed. */
async function writeFormatted(path, text) {
  const { format, resolveConfig } = await import("prettier");
  const parser = extname(path) === ".md" ? "markdown" : "json";
  const formatted = await format(text, { ...(await resolveConfig(path)), parser });
  const temporary = `${path}.${process.pid}`;
  writeFileSync(temporary, formatted);
  renameSync(temporary, path);
}
