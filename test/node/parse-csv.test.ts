import { describe, expect, test } from "vitest";
import { parseCsv } from "../../src/node/parse-csv.ts";

const fieldsOf = (text: string): string[][] => parseCsv(text, "a.csv").map(({ fields }) => fields);

describe("parseCsv", () => {
  test("takes RFC 4180's examples apart", () => {
    expect(fieldsOf("aaa,bbb,ccc\r\nzzz,yyy,xxx")).toEqual([
      ["aaa", "bbb", "ccc"],
      ["zzz", "yyy", "xxx"],
    ]);
    expect(fieldsOf('"aaa","b\r\nbb","ccc"\r\nzzz,yyy,xxx\r\n')).toEqual([
      ["aaa", "b\r\nbb", "ccc"],
      ["zzz", "yyy", "xxx"],
    ]);
    expect(fieldsOf('"aaa","b""bb","ccc"')).toEqual([["aaa", 'b"bb', "ccc"]]);
  });

  test("keeps empty fields, and leaves out empty lines and a byte order mark", () => {
    expect(fieldsOf("\uFEFFa,,\n\n,b\n")).toEqual([
      ["a", "", ""],
      ["", "b"],
    ]);
    expect(fieldsOf('"",a,')).toEqual([["", "a", ""]]);
    expect(fieldsOf("")).toEqual([]);
  });

  test("counts lines as an editor does, those within quotes too", () => {
    expect(parseCsv('a\n"b\nc"\r\n\r\nd\n', "a.csv").map(({ line }) => line)).toEqual([1, 2, 5]);
  });

  test.each([
    ['a,b\n"c,d\n', 2],
    ['a\n\n"b\n', 3],
    ['"a" b\n', 1],
  ])("names the line of broken quotes in %j", (text, line) => {
    expect(() => parseCsv(text, "a.csv")).toThrow(`a.csv, line ${line}, cannot be taken apart`);
  });
});
