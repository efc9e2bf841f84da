// What the two telephones have in common: commands come line by line on standard input, what happens goes out line by line on standard output.
import { createInterface } from "node:readline";
import WebSocket from "ws";

// Both libraries expect a browser's WebSocket.
globalThis.WebSocket = WebSocket;

/** server, number and password of the account, from the command line. */
export const account = { server: process.argv[2], number: process.argv[3], password: process.argv[4], domain: "demo.test" };

let told = 0;

/** Says what happened, numbered, so that nobody takes an earlier line for it. */
export function tell(...words) {
  console.log(++told, ...words);
}

/** Runs the command of each line; a command that fails says so. */
export function obey(commands) {
  createInterface({ input: process.stdin }).on("line", async (line) => {
    const [name, ...words] = line.trim().split(" ");
    try {
      await commands[name](...words);
    } catch (problem) {
      tell("problem", name, problem?.message ?? problem);
    }
  });
}
