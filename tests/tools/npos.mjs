// What npos makes of ESC/POS bytes on stdin: pictures and feeds, one JSON a line.
// It draws pictures alone and stacks them without the feeds between; so each is decoded
// by itself, and whoever reads this sets them where the feeds say.

import { readFileSync } from "node:fs";

import npos from "npos";

const SILENT = ["ESC@", "GSa", "GSP", "GS(H"];

const ast = npos.parser().analyze(readFileSync(0));
if (ast.error) throw ast.error;

for (const node of ast.tree) console.log(JSON.stringify(told(node)));

function told(node) {
  const name = node.ascii + (node.fn ?? "");
  const [n] = ast.raw.subarray(node.offset + 2);
  if (name === "GSv0") return picture(node);
  if (name === "ESCJ") return { feed: n };
  if (name === "ESCd") return { lines: n };
  if (name === "GSV") return { cut: true };
  if (SILENT.includes(name)) return { silent: name };
  throw new Error(`npos found ${name} at byte ${node.offset}: is that ours?`);
}

function picture(node) {
  const bitmap = npos.codecs.raster.decode(ast.raw, [node]);
  const rows = Array.from({ length: bitmap.height }, (_, y) =>
    Array.from({ length: bitmap.width }, (_, x) => (bitmap.getPixel(x, y) ? 0 : 1)).join(""),
  );
  return { rows };
}
