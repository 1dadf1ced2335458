// receiptio as a client: node receiptio.mjs PORT HURRY OPTIONS < slip; says its verdict.
// It knows port 9100 alone: we lead it to another, and divide its patience by HURRY.

import { readFileSync } from "node:fs";
import net from "node:net";

import receiptio from "receiptio";

const [port, hurry, ...options] = process.argv.slice(2);
const connect = net.connect;
net.connect = (_, host) => connect(Number(port), host);
for (const name of ["setTimeout", "setInterval"]) {
  const real = globalThis[name];
  globalThis[name] = (act, delay) => real(act, delay / Number(hurry));
}

const verdict = await receiptio.print(
  readFileSync(0, "utf8"),
  ["-d", "127.0.0.1", ...options].join(" "),
);
console.log(verdict);
process.exit(0); // its timers may still run
