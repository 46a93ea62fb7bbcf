import { expect, it } from "vitest";
import { runCommand } from "../run-command.ts";
import { endOf, nameOf, onErrorOf, refuseUnknown } from "./words.ts";

it.each<[string, string[], string[]]>([
  ["merchant end", ["ID"], []],
  ["merchant list", [], ["json"]],
  ["key create", ["ID"], ["name", "scopes", "expires", "json"]],
  ["products register", ["ID", "a.csv"], ["dry-run", "on-error", "errors"]],
  ["restored", [], []],
])("a command takes what it knows: %s %j %j", (command, words, options) => {
  expect(() => refuseUnknown(command, words, options)).not.toThrow();
});

it.each<[string, string[], string[], string]>([
  ["merchant end", ["ID"], ["dry-run"], "no option --dry-run"],
  ["restored", [], ["dry-run"], "no option --dry-run"],
  ["distribute", [], ["dry-run"], "no option --dry-run"],
  ["merchant end", ["ID", "another"], [], '"another"'],
  ["merchant create", ["本店"], ["name"], '"本店"'],
  ["products register", ["ID", "a.csv", "b.csv"], [], '"b.csv"'],
  ["restored", ["yesterday"], [], '"yesterday"'],
])("a command refuses what it would leave aside: %s %j %j", (command, words, options, said) => {
  expect(() => refuseUnknown(command, words, options)).toThrow(said);
});

it("--on-error is one of two words", () => {
  expect([undefined, "skip", "stop"].map(onErrorOf)).toEqual(["skip", "skip", "stop"]);
  expect(() => onErrorOf("Stop")).toThrow("skip or stop");
});

it("a key opens things until the end of a day in Japan, and a day that does not exist is none", () => {
  expect(endOf("2027-03-31").toISOString()).toBe("2027-03-31T15:00:00.000Z");
  for (const day of ["2027-02-31", "2027-13-01", "2027-3-1", "tomorrow", ""])
    expect(() => endOf(day)).toThrow("is no day");
});

it("a name is one line that is seen, as long as one in the console", () => {
  expect(nameOf("カ\u{3099}ーデン 結び")).toBe("ガーデン 結び");
  expect(nameOf("x".repeat(100))).toHaveLength(100);
  for (const name of [
    "x".repeat(101),
    "本店\n01-00001",
    "a\rb",
    "a\u{2028}b",
    "a\u{7}b",
    "\u{200B}",
    "\u{D800}",
  ])
    expect(() => nameOf(name)).toThrow("--name is 1 to 100 letters");
});

it("a command that is no command is named as it was typed", async () => {
  await expect(runCommand(["nope"], {})).rejects.toThrow('There is no command "nope".');
});

it.each([["constructor"], ["merchant", "make"], ["toString", "ID"]])(
  "there is no command %s",
  async (...words) => {
    await expect(runCommand(words, {})).rejects.toThrow("There is no command");
  },
);
