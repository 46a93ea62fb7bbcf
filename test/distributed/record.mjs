import { appendFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";

/*
 * Loaded into each server of the tests before it starts: records every statement that the server sends, once, for
 * `checkRecorded` at the end of the run.
 */
const folder = process.env.MUSUBI_TEST_RUN;
const noted = new Set();

function note(text) {
  if (folder === undefined || noted.has(text)) return;
  noted.add(text);
  appendFileSync(join(folder, "statements.jsonl"), `${JSON.stringify(text)}\n`);
}

const { parse, query } = pg.Connection.prototype;
pg.Connection.prototype.parse = function noteParsed(asked, ...rest) {
  note(asked.text);
  return parse.call(this, asked, ...rest);
};
pg.Connection.prototype.query = function noteAsked(text, ...rest) {
  note(text);
  return query.call(this, text, ...rest);
};
